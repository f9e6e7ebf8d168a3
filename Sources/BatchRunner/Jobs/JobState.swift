/// What the checkpoint knows of a job.
package enum JobState: UInt8, Sendable {
  case toDo
  case succeeded
  /// Failed for good, for a reason that a later run would hardly change.
  case failed
  /// Failed for good, but for a reason that may be gone in a later run; `--retry-failed` can help.
  case failedForNow

  /// Whether the job is to be sent. `retriesFailed`: failed jobs are sent again.
  package func isToDo(retriesFailed: Bool) -> Bool {
    switch self {
    case .toDo: true
    case .succeeded: false
    case .failed, .failedForNow: retriesFailed
    }
  }
}
