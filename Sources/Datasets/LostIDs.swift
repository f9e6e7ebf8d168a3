import Basics

/// Looks for the ids of answers without a row among the ids of rows without an answer, as they may
/// have been changed by another program.
struct LostIDs {
  /// At most this many answers are looked for.
  static let limit = 1000
  /// At most this many rows are compared letter by letter.
  private static let rowsCompared = 10_000

  private let first: String
  /// By form, the id that has it.
  private var forms: [String: String] = [:]
  /// The pair with a known change.
  private var changed: (lost: String, row: String, change: IDForms.Change)?
  /// The id that is closest to ``first``.
  private var nearest: (id: String, distance: Int)?
  /// The first id of a row without an answer.
  private var other: (id: String, line: Int)?
  private var compared = 0

  init(_ ids: [String]) {
    first = ids.first ?? ""
    for id in ids {
      for (key, _) in IDForms(id).keys where forms[key] == nil { forms[key] = id }
    }
  }

  /// Whether further rows cannot change the outcome.
  var isDone: Bool { changed != nil }

  mutating func compare(_ id: String, line: Int) {
    if other == nil { other = (id, line) }
    let form = IDForms(id)
    for (key, _) in form.keys {
      guard let lost = forms[key], let change = form.change(from: IDForms(lost)) else { continue }
      changed = (lost, id, change)
      return
    }
    compared += 1
    guard compared <= Self.rowsCompared, id.utf8.count <= 100, first.utf8.count <= 100 else {
      return
    }
    let distance = Nearest.distance(first, id)
    if distance <= 2, distance * 3 <= min(first.count, id.count),
      distance < nearest?.distance ?? .max
    {
      nearest = (id, distance)
    }
  }

  /// The lost id to name, and what stands in the dataset instead.
  var outcome: (lost: String, counterpart: JoinReport.Counterpart?) {
    if let changed { return (changed.lost, .similar(changed.row, changed.change)) }
    if let nearest { return (first, .similar(nearest.id, nil)) }
    return (first, other.map { .other($0.id, line: $0.line) })
  }
}
