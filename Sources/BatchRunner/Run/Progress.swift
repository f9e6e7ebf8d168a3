package import Basics

/// Where a run stands at one moment: all that a panel, a line or a status file shows.
package struct Progress: Sendable, Equatable {
  /// Jobs in the job files.
  package var jobs = 0
  /// Jobs with a result, of this run and of earlier ones.
  package var succeeded = 0
  /// Jobs that failed for good, of this run and of earlier ones.
  package var failed = 0
  /// Jobs that this run set out to do: ``jobs`` less those done before, at most `--limit`.
  package var toDoAtStart = 0
  /// Of ``toDoAtStart``, how many have ended in this run.
  package var endedNow = 0
  package var failedNow = 0
  /// Attempts under way.
  package var inFlight = 0
  /// Jobs that wait for another attempt.
  package var waitingToRetry = 0
  /// Attempts whose bytes left, in this run.
  package var attempts = 0
  /// Attempts of this run that were followed by another one, by reason (`429`, `503`,
  /// `connection_failed`, `timeout`, …).
  package var retries: [String: Int] = [:]
  /// Jobs of this run that failed for good, by reason.
  package var failures: [String: Int] = [:]
  /// Tokens as the answers of this run reported them.
  package var tokensIn = 0
  package var tokensOut = 0
  /// Results of this run that ended at `max_tokens`.
  package var truncated = 0
  /// What the server last said; `nil`: nothing.
  package var creditsLeft: Double?
  package var balanceWarnings = 0
  /// Of this run and of its earlier sessions.
  package var spend = Spend()
  /// What earlier sessions had spent of it.
  package var spendAtStart = Money.zero
  /// What the user says a dollar is worth; `nil`: nothing is converted.
  package var creditsPerUSD: Double?
  /// The limits in force, after what the server said of them.
  package var limits = Plan.free
  /// Jobs that ended in the last minute (or since the start, if that is shorter), a minute.
  package var jobsPerMinute = 0.0
  package var elapsed = Duration.zero
  /// Estimated until the last job ends; `nil` while nothing is known.
  package var remaining: Duration?
  /// What holds everybody back; `nil`: nothing does.
  package var waiting: Waiting?
  /// The run was told to stop and lets end what is in flight.
  package var isDraining = false

  package init() {}
}

/// What a run waits for.
package enum Waiting: Sendable, Equatable {
  /// The rate window is full; the next start is in this long.
  case rateWindow(Duration)
  /// The server answered 429 or said that nothing remains.
  case serverLimit(Duration)
  /// Nobody answers: since how long, why, and how long until the next probe (`nil`: it is under
  /// way).
  case outage(since: Duration, reason: String, nextProbe: Duration?)
  /// The balance is empty: how long until the next probe (`nil`: it is under way).
  case balance(nextProbe: Duration?)

  /// At least until then nothing starts; `nil`: it cannot be told.
  package var length: Duration? {
    switch self {
    case .rateWindow(let length), .serverLimit(let length): length
    case .outage(_, _, let nextProbe): nextProbe
    case .balance(let nextProbe): nextProbe
    }
  }
}
