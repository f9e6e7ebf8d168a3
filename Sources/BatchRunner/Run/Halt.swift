package import Basics

/// Why a run starts no more requests although jobs are left.
package enum Halt: Error, Sendable, Equatable {
  case insufficientBalance(BalanceShortfall)
  /// `message`: why no new key was found. `said`: the server's words; behind a gateway, the key that
  /// was refused can be the gateway's own.
  case keyRefused(message: String, said: String = "")
  /// This many jobs have failed for good (`--max-failures`).
  case failures(Int)
  /// The next request could take the spend past the user's cap (`--max-cost`).
  case cost(spent: Money, cap: Money, next: Money)
  /// The next request could take the tokens past the user's budget (`--token-budget`).
  case tokens(used: Int, budget: Int, next: Int)
  /// The reported credits fell to the user's limit (`--min-credits`).
  case credits(left: Double)
  /// The time of `--until` is reached.
  case until
  /// This many jobs in a row failed in the same way; they are still to do.
  case allAlike(count: Int, Failure)
  /// Nothing succeeded for longer than `--max-outage`.
  case unreachable(for: Duration, reason: String)
  /// The server turned down every request for longer than `--max-outage`, because of a limit.
  /// `message`: its own words.
  case turnedDown(for: Duration, message: String)
  /// The server asks to wait longer than `--max-outage`, and nothing else is left to do. `at`: when
  /// the first limit resets. `models`: those that wait; none: the whole account does.
  case limitResetsLater(in: Duration, at: WallTime, message: String, models: [String] = [])
  /// The process received this signal.
  case signal(Int32)
  case diskFailed(FileError)
  case jobFileChanged(JobFileChange)

  /// A later halt replaces an earlier one only if its priority is higher. A failing disk and a
  /// changed job file come before everything that the user or the server asked for.
  var priority: Int {
    switch self {
    case .diskFailed: 2
    case .jobFileChanged: 1
    default: 0
    }
  }
}
