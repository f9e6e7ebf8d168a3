import Basics

/// What is compared, by name.
package enum DiffSides: Equatable, Sendable {
  /// The paths of two runs.
  case runs(String, String)
  /// The paths of a run and of a dataset, and the column with the known answers.
  case known(run: String, dataset: String, column: String)

  var isKnown: Bool {
    if case .known = self { return true }
    return false
  }

  /// What the two sides are called.
  var first: String { isKnown ? "known" : "first" }
  var second: String { isKnown ? "answer" : "second" }

  var heading: [String] {
    switch self {
    case .runs(let first, let second):
      ["first   \(Printable(first))", "second  \(Printable(second))"]
    case .known(let run, let dataset, let column):
      ["run    \(Printable(run))", "known  \(Printable(dataset)), column '\(Printable(column))'"]
    }
  }
}
