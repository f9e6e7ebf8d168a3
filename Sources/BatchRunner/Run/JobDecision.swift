/// What becomes of a job after an attempt.
package enum JobDecision: Sendable, Equatable {
  /// Its answer is its result.
  case store(Answer)
  /// It failed for good.
  case fail(Failure)
  /// Another attempt will be made in this run; `why` labels the reason.
  case again(why: String)
  /// It is still to do, in a later run.
  case leave
}

/// What the schedule has to say beside its orders, once each.
package enum Notice: Sendable, Equatable {
  case lowBalance(BalanceNotice)
  case rateLimited(wait: Duration)
  case planIsLowerThanServers(limit: Int)
  case planIsHigherThanServers(limit: Int)
  case outageBegan(reason: String)
  case recovered(after: Duration)
  case balanceEmpty(BalanceShortfall, nextProbe: Duration)
  case balanceBack
  case halted(Halt)
}
