package import Basics

/// Why a run starts nothing more, with jobs left.
package enum Halt: Error, Sendable, Equatable {
  case insufficientBalance(BalanceShortfall)
  case keyRefused(message: String)
  /// So many jobs have failed for good (`--max-failures`).
  case failures(Int)
  /// The next request could take the spend past the user's cap (`--max-cost`).
  case cost(spent: Money, cap: Money, next: Money)
  /// The reported credits fell to the user's limit (`--min-credits`).
  case credits(left: Double)
  /// The time that the user set has come (`--until`).
  case until
  /// The first jobs to end all failed in the same way.
  case allAlike(count: Int, Failure)
  /// Nothing succeeded for longer than `--max-outage`, or the server asks to wait longer than that.
  case unreachable(for: Duration, reason: String)
  case signal(Int32)
  case diskFailed(FileError)
  case jobFileChanged(JobFileChange)

  /// What happened to our own house outranks what the user or the service asked for.
  var outranks: Int {
    switch self {
    case .diskFailed: 2
    case .jobFileChanged: 1
    default: 0
    }
  }
}
