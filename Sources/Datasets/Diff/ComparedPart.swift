import Basics
import BatchRunner

/// What of each answer is compared.
package enum ComparedPart: Equatable, Sendable {
  /// The labels that `--expect-label` stored; the text of an answer without one.
  case labels
  case texts
  /// Members of the answer's JSON object.
  case fields([String])

  /// `hasLabels`: every run that is compared has labels.
  init(fields: [String], hasLabels: Bool) {
    self = !fields.isEmpty ? .fields(fields) : hasLabels ? .labels : .texts
  }

  /// The names of the values; one that is empty: there is only one.
  package var names: [String] {
    if case .fields(let names) = self { return names }
    return [""]
  }

  /// In one word.
  package var word: String {
    switch self {
    case .labels: "labels"
    case .texts: "texts"
    case .fields: "fields"
    }
  }

  /// The values of an answer, as many as there are names. `nil`: it has no JSON object.
  func values(_ cells: OutcomeCells, _ object: inout AnswerObject) -> [ComparedValue]? {
    switch self {
    case .labels:
      return [ComparedValue(label: (cells.label.isMissing ? cells.answer : cells.label).bytes)]
    case .texts: return [ComparedValue(text: cells.answer.bytes)]
    case .fields(let names):
      return cells.json.withUnsafeBytes { text in
        guard object.find(in: text) else { return nil }
        return names.map { object.member($0, in: text).map(ComparedValue.init) ?? .none }
      }
    }
  }
}
