import Basics

/// The labels of `--expect-label`: every answer must name exactly one of them.
///
/// A label is searched as a whole word, whatever its letter case. Where several begin at the same
/// character, the longest counts, so that "not positive" is not "positive".
package struct LabelSet: Sendable, Equatable {
  /// As the user spelled them.
  package let labels: [String]
  /// By label, what ``LabelText/plain(_:)`` makes of it.
  private let folded: [[Character]]
  /// The labels that begin with this character, the longest first.
  private let byStart: [Character: [Int]]

  /// A longer answer names no label: it is no answer to such a question.
  private static let longestAnswer = 1 << 20

  /// Throws if there is no label, one is nothing but quotes and marks, or two are the same.
  package init(_ labels: [String]) throws(LabelProblem) {
    self.labels = labels
    folded = labels.map(LabelText.plain)
    var byStart: [Character: [Int]] = [:]
    for (index, label) in folded.enumerated() {
      guard let first = label.first, !label.allSatisfy(LabelText.isDecoration) else {
        throw .empty
      }
      if let twin = folded[..<index].firstIndex(of: label) {
        throw .twice(labels[twin], labels[index])
      }
      byStart[first, default: []].append(index)
    }
    guard !labels.isEmpty else { throw .empty }
    let lengths = folded.map(\.count)
    self.byStart = byStart.mapValues { $0.sorted { lengths[$0] > lengths[$1] } }
  }

  /// The one label that a model's text names, as the user spelled it.
  package func label(in text: UnsafeRawBufferPointer) throws(Absence) -> String {
    guard text.count <= Self.longestAnswer else { throw .tooLong }
    let part = AnswerJSON.afterThoughts(text)
    if part.lowerBound == 0, LabelText.beginsWithThoughts(text) { throw .unfinishedThoughts }
    let answer = LabelText.plain(
      String(decoding: UnsafeRawBufferPointer(rebasing: text[part]), as: UTF8.self))
    if answer.isEmpty { throw .empty }
    if let whole = folded.firstIndex(of: answer) { return labels[whole] }
    let named = labels(namedIn: answer)
    guard let first = named.first else { throw .none }
    guard named.count == 1 else { throw .several(named.map { labels[$0] }) }
    return labels[first]
  }

  /// The different labels in a text, in the order in which they first occur.
  private func labels(namedIn text: [Character]) -> [Int] {
    var named: [Int] = []
    var at = 0
    while at < text.count {
      let found = byStart[text[at]]?.first { index in
        let end = at + folded[index].count
        return end <= text.count && text[at..<end].elementsEqual(folded[index])
          && LabelText.isWholeWord(at..<end, in: text)
      }
      if let found, !named.contains(found) { named.append(found) }
      at += found.map { folded[$0].count } ?? 1
    }
    return named
  }
}

extension LabelSet {
  /// What two spellings of the same label have in common, also without a list of labels.
  package static func key(of label: String) -> String { String(LabelText.plain(label)) }

  /// Why an answer has no label.
  package enum Absence: Error, Equatable {
    case empty, none, tooLong
    /// It begins with thoughts that do not end.
    case unfinishedThoughts
    case several([String])
  }

  /// What is wrong with the answer, as a clause.
  func clause(of absence: Absence) -> String {
    switch absence {
    case .empty: "the answer is empty"
    case .none: "the answer names none of the labels \(Self.words(labels))"
    case .tooLong: "the answer is longer than \(Self.longestAnswer >> 20) MiB"
    case .unfinishedThoughts: "the answer has thoughts only"
    case .several(let named):
      "the answer names \(Figure.count(named.count)) labels: \(Self.words(named))"
    }
  }

  /// What the model is asked for: "one of the labels …".
  var wanted: String {
    "one of the labels " + labels.map { "'\($0)'" }.joined(separator: ", ")
  }

  private static let mostListed = 12

  private static func words(_ labels: [String]) -> String {
    let listed = labels.prefix(mostListed).map { "'\($0)'" }.joined(separator: ", ")
    let more = labels.count - mostListed
    return more > 0 ? "\(listed) and \(Figure.count(more)) more" : listed
  }
}

/// Why words cannot be labels.
package enum LabelProblem: Error, Equatable {
  case empty
  /// They differ at most in letter case and other things that do not count.
  case twice(String, String)
}
