/// What the checkpoint says of a job.
package enum JobState: UInt8, Sendable {
  case toDo
  case succeeded
  /// For good, with an answer that a later run would hardly change.
  case failed
  /// For good, but for a reason that may have passed: worth `--retry-failed`.
  case failedForNow

  /// It is to be sent; `retriesFailed`: also if it has failed.
  package func isToDo(retriesFailed: Bool) -> Bool {
    switch self {
    case .toDo: true
    case .succeeded: false
    case .failed, .failedForNow: retriesFailed
    }
  }
}
