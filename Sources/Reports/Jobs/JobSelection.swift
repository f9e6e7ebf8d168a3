/// Which jobs of a run are shown: those that any of the members names; all if none names any.
package struct JobSelection: Equatable, Sendable {
  package enum Kind: Sendable, CaseIterable {
    case failed, truncated, filtered, empty
    /// With an answer in `unusable.jsonl`.
    case unusable
  }

  package var ids: [String] = []
  /// Lines of the job file, from 1.
  package var lines: [ClosedRange<Int>] = []
  package var kinds: Set<Kind> = []
  /// So many of the jobs that the other members name, else of those with an answer; `nil`: all.
  package var sample: Int?

  package init() {}

  /// Nothing but the sample narrows the choice.
  var namesAll: Bool { ids.isEmpty && lines.isEmpty && kinds.isEmpty }
}
