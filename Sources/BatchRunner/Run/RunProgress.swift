package import Basics

/// The state of a run at one time: all that a panel, a progress line or a status file shows.
package struct RunProgress: Sendable, Equatable {
  /// Jobs in the job files.
  package var jobs = 0
  /// Jobs with a result, of this run and of earlier ones.
  package var succeeded = 0
  /// Jobs that failed for good, of this run and of earlier ones.
  package var failed = 0
  /// Jobs that this run is to do: ``jobs`` without those done before, at most `--limit`.
  package var toDoAtStart = 0
  /// How many of ``toDoAtStart`` have succeeded or failed for good in this run.
  package var endedNow = 0
  /// How many of ``endedNow`` failed for good.
  package var failedNow = 0
  /// Attempts in flight.
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
  /// Tokens that the answers of this run reported.
  package var tokensIn = 0
  package var tokensOut = 0
  /// Results of this run that were cut off at `max_tokens`.
  package var truncated = 0
  /// Results of this run that a content filter of the server ended.
  package var filtered = 0
  /// Results of this run without a text, a tool call or a refusal.
  package var empty = 0
  /// Answers of this run in an encoding that this libcurl cannot decode.
  package var unknownEncodings = 0
  /// Answers of this run that are counted at the standard price, because the price list has none for
  /// their service tier.
  package var withoutTierPrice = 0
  /// The credits left, as the server last reported them; `nil`: it never did.
  package var creditsLeft: Double?
  /// Replies of this run that warned about the balance.
  package var balanceWarnings = 0
  /// What this session and earlier sessions of the run have spent.
  package var spend = Spend()
  /// The part of ``spend`` that earlier sessions are known to have spent.
  package var spendAtStart = Money.zero
  /// How many credits the user says a dollar is worth; `nil`: nothing is converted.
  package var creditsPerUSD: Double?
  /// The limits in force: the plan, changed by what the server said.
  package var limits = Plan.free
  /// Starts a second that the server has shown to take; `nil`: it turned down nothing that the plan
  /// allows.
  package var learnedStartsPerSecond: Double?
  /// Finished jobs per minute, over the last minute or since the start, if that is shorter.
  package var jobsPerMinute = 0.0
  /// The time since the session began.
  package var elapsed = Duration.zero
  /// The estimated time until the last job ends; `nil` while there is too little to estimate from.
  package var remaining: Duration?
  /// The requests that keep the run from its end; empty: there is nothing unusual.
  package var stragglers: [Straggler] = []
  /// The models that wait for a limit of their own while others go on, the first to start again
  /// first; the same model is not named twice.
  package var waitingModels: [ModelWait] = []
  /// What keeps all requests from starting; `nil`: nothing does.
  package var waiting: Waiting?
  /// The run has halted and waits for the requests in flight to end.
  package var isDraining = false

  package init() {}
}

/// A model of which no request may start for so long.
package struct ModelWait: Sendable, Equatable {
  package let model: String
  package let length: Duration

  package init(model: String, length: Duration) {
    self.model = model
    self.length = length
  }
}

/// What keeps all requests of a run from starting, and for how long.
package enum Waiting: Sendable, Equatable {
  /// The rate window is full; the next request may start after this time.
  case rateWindow(Duration)
  /// The server answered 429, or said that no request remains in its window.
  case serverLimit(Duration)
  /// A limit of a day is used up. `words`: which one.
  case dailyLimit(Duration, words: String)
  /// The service is down. `since`: for how long; `nextProbe`: the time until the next probe starts;
  /// `nil`: it is in flight.
  case outage(since: Duration, reason: String, nextProbe: Duration?)
  /// The balance is empty. `nextProbe`: the time until the next probe starts; `nil`: it is in
  /// flight.
  case balance(nextProbe: Duration?)

  /// The least time for which nothing starts; `nil`: it is unknown.
  package var length: Duration? {
    switch self {
    case .rateWindow(let length), .serverLimit(let length), .dailyLimit(let length, _): length
    case .outage(_, _, let nextProbe): nextProbe
    case .balance(let nextProbe): nextProbe
    }
  }
}
