/// What becomes of a job after one attempt.
package enum JobDecision: Sendable, Equatable {
  /// The answer is the job's result.
  case store(AnswerFacts)
  /// The job failed for good.
  case fail(Failure)
  /// Another attempt follows in this run; `why` is the reason's label, such as `429`.
  case again(why: String)
  /// No other attempt follows in this run; a later run makes one.
  case leave
}

/// Something that the user should know while a run goes on. Each notice is given once.
package enum Notice: Sendable, Equatable {
  case lowBalance(BalanceNotice)
  /// The server answered 429; all requests pause for this long.
  case rateLimited(wait: Duration)
  /// The server allows more requests per minute than the plan.
  case planIsLowerThanServers(limit: Int)
  /// The server allows fewer requests per minute than the plan; its limit is now in force.
  case planIsHigherThanServers(limit: Int)
  /// `reason`: a status, or the transport's words.
  case outageBegan(reason: String)
  /// The server answers again; the outage lasted this long.
  case recovered(after: Duration)
  /// `nextProbe`: the time between two probes.
  case balanceEmpty(BalanceShortfall, nextProbe: Duration)
  case balanceBack
  /// No more requests start.
  case halted(Halt)
}
