package import Basics

/// What becomes of a job after one attempt.
package enum JobDecision: Sendable, Equatable {
  /// The answer is the job's result.
  case store(AnswerFacts)
  /// An earlier answer is the job's result: this attempt brought none that is better. `why`: what it
  /// brought, as a label.
  case storeEarlier(EarlierAnswer, why: String)
  /// The job failed for good. `streak`: its place among jobs that failed in a row in the same way.
  case fail(Failure, streak: FailureStreak.Mark? = nil)
  /// Another attempt follows in this run; `why` is the reason's label, such as `429`.
  case again(why: String)
  /// No other attempt follows in this run; a later run makes one.
  case leave
}

/// Something that the user should know while a run goes on. Each notice is given once.
package enum Notice: Sendable, Equatable {
  case lowBalance(BalanceNotice)
  /// The server answered 429, and requests wait for this long. `message`: its own words. `model`: the
  /// model that waits; `nil`: the job files name no other.
  case rateLimited(wait: Duration, message: String, model: String? = nil)
  /// The server says that too many requests are in flight; from now on there are fewer.
  case tooManyInFlight(message: String)
  /// A limit of a day is used up. `next`: when the next request may start.
  case dailyLimit(DailyWait, next: WallTime)
  /// The server allows more requests per minute than the plan.
  case planIsLowerThanServers(limit: Int)
  /// The server allows fewer requests per minute than the plan; its limit is now in force.
  case planIsHigherThanServers(limit: Int)
  /// `reason`: a status with the server's words, or the transport's words.
  case outageBegan(reason: String)
  /// The server answers again; the outage lasted this long.
  case recovered(after: Duration)
  /// `nextProbe`: the time between two probes.
  case balanceEmpty(BalanceShortfall, nextProbe: Duration)
  /// The server's words mean an empty balance at some services and a rate limit at others.
  case balanceUnclear(BalanceShortfall, nextProbe: Duration)
  /// The balance comes back by itself.
  case balanceReturns(BalanceShortfall, nextProbe: Duration)
  case balanceBack
  /// No more requests start.
  case halted(Halt)

  /// The pause that the notice tells of; `nil`: none.
  func pause(from now: WallTime) -> JournalPause? {
    switch self {
    case .rateLimited(let wait, _, let model): JournalPause(model: model, until: now + wait)
    case .dailyLimit(_, let next): JournalPause(model: nil, until: next)
    default: nil
    }
  }

  /// A limit of a day is used up.
  package var isDailyLimit: Bool { if case .dailyLimit = self { true } else { false } }
}
