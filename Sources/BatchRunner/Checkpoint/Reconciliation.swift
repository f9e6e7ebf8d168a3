/// What a resume found, before it did anything.
package struct Reconciliation: Sendable, Equatable {
  package var done = 0
  package var toDo = 0
  package var failed = 0
  package var worthRetrying = 0
  package var edited = 0
  /// Results and failures whose job is not in the file any more.
  package var gone = 0
  /// Whether there was anything of an earlier run.
  package var isResume = false

  package init() {}

  /// Of several files.
  package static func + (left: Reconciliation, right: Reconciliation) -> Reconciliation {
    var sum = left
    sum.done += right.done
    sum.toDo += right.toDo
    sum.failed += right.failed
    sum.worthRetrying += right.worthRetrying
    sum.edited += right.edited
    sum.gone += right.gone
    sum.isResume = left.isResume || right.isResume
    return sum
  }

  /// `812 done, 41 to do, 9 failed (6 worth retrying), 3 edited since, 2 no longer in the file`.
  package var sentence: String {
    var parts = ["\(done) done", "\(toDo) to do"]
    if failed > 0 {
      parts.append(
        "\(failed) failed" + (worthRetrying > 0 ? " (\(worthRetrying) worth retrying)" : ""))
    }
    if edited > 0 { parts.append("\(edited) edited since") }
    if gone > 0 { parts.append("\(gone) no longer in the file") }
    return parts.joined(separator: ", ")
  }
}
