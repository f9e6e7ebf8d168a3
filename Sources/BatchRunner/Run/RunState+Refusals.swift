import Basics

// Step 4 of an attempt, for requests that the server refused without failing: the balance, the key
// and the rate limit.
extension RunState {
  // MARK: Balance

  /// The balance is not enough: halts the run, or starts to probe, as the user chose.
  mutating func balanceEnded(
    _ shortfall: BalanceShortfall, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    guard rules.onInsufficientBalance != .halt, halt == nil else {
      stop(.insufficientBalance(shortfall))
      return .leave
    }
    if balance.ranOut(nextProbe: now + probeInterval) {
      notices.append(.balanceEmpty(shortfall, nextProbe: probeInterval))
    }
    return retryAsProbe(budget, at: now, why: "insufficient_balance")
  }

  /// The server's words may mean that the balance is empty: a few probes find out.
  mutating func balanceUnclear(
    _ shortfall: BalanceShortfall, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    wait hint: Duration?, at now: MonotonicInstant
  ) -> JobDecision {
    guard halt == nil else { return .leave }
    // With an empty balance that is certain, the doubtful words say nothing new.
    if !balance.isEnough, balance.cause == .empty {
      return balanceEnded(shortfall, budget, at: now)
    }
    let isNew = balance.isEnough
    let hint = hint.map { min($0, rules.maxOutage) }
    guard
      let wait = balance.becameUnclear(
        hint: hint, isFromProbe: attempt.probe == .isBalanceBack, at: now)
    else { return balanceEnded(shortfall, budget, at: now) }
    if isNew { notices.append(.balanceUnclear(shortfall, nextProbe: wait)) }
    return retryAsProbe(budget, at: now, why: "perhaps_insufficient_balance")
  }

  /// The server says that the balance comes back by itself: one probe after the wait.
  mutating func balanceReturns(
    _ shortfall: BalanceShortfall, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    wait hint: Duration?, wall: WallTime, at now: MonotonicInstant
  ) -> JobDecision {
    endOutage(at: now)
    recordTrouble(shortfall.message, isLimit: true, at: now)
    let wait = max(hint ?? .seconds(1), .seconds(1))
    guard halt == nil, allowsPause(of: wait, shortfall.message, wall: wall) else { return .leave }
    if balance.ranOut(.returning, nextProbe: now + wait) {
      notices.append(.balanceReturns(shortfall, nextProbe: wait))
    }
    return retryAsProbe(budget, at: now, why: "balance_returns")
  }

  private mutating func retryAsProbe(
    _ budget: RetryBudget, at now: MonotonicInstant, why: String
  ) -> JobDecision {
    var budget = budget
    budget.metEmptyBalance = true
    return retry(budget, readyAt: now, why: why)
  }

  /// The time between two probes of an empty balance.
  var probeInterval: Duration {
    guard case .wait(let poll) = rules.onInsufficientBalance else { return .zero }
    return poll
  }

  /// Passes a balance warning on to the user, and halts if `--min-credits` is reached.
  mutating func noteBalance(_ notice: BalanceNotice) {
    if balance.shouldWarn(notice) { notices.append(.lowBalance(notice)) }
    if let credits = notice.creditsLeft { checkCredits(credits) }
  }

  // MARK: Key

  /// Has the key read again, unless the request carried a key that has been replaced meanwhile.
  mutating func keyRefused(_ budget: RetryBudget, generation: Int, at now: MonotonicInstant)
    -> JobDecision
  {
    guard halt == nil else { return .leave }
    if generation == keyGeneration, keyCheck == .none { keyCheck = .due }
    return retry(budget, readyAt: now, why: "401")
  }

  // MARK: Rate limit

  /// Pauses all requests after a status 429, or lowers the number of requests in flight if the
  /// server says that this is the limit. The job's attempts are not used up.
  mutating func turnedDown(
    _ slowDown: SlowDown, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    wait hint: Duration?, wall: WallTime, at now: MonotonicInstant
  ) -> JobDecision {
    endOutage(at: now)
    if attempt.probe != nil { balance.probeEnded(next: now) }
    recordTrouble(slowDown.message, isLimit: true, at: now)
    let isParallel = slowDown.limit == .parallel
    var budget = budget
    if isEvidence(slowDown, attempt, budget) { changes.append(.turnedDown(attempt.permit)) }
    pause(isParallel ? .some(.zero) : hint, slowDown, of: attempt, wall: wall, at: now)
    if slowDown.limit == .rate, let model = attempt.job?.model {
      budget.refusals.turnedDown(
        model: model, wasAlone: attempt.isAloneAfterPause, successes: successes[model] ?? 0)
      if budget.refusals.showTooLarge {
        return fail(
          Failure(kind: .status(429), message: slowDown.message, code: "too_large_for_limit"),
          budget)
      }
    }
    guard halt == nil else { return .leave }
    guard budget.refusals.needTest else {
      return retry(budget, readyAt: (pausedUntil ?? now) + budget.refusals.delay, why: "429")
    }
    heldBack.waitForTest(budget)
    return .again(why: "429")
  }

  /// Whether the refusal tells how many requests the server lets start. One of a single job, of a
  /// day, or of requests in flight does not.
  private func isEvidence(
    _ slowDown: SlowDown, _ attempt: InFlightAttempt, _ budget: RetryBudget
  ) -> Bool {
    let others = attempt.job.flatMap { successes[$0.model] } ?? 0
    return slowDown.limit == .rate && attempt.probe == nil
      && !budget.refusals.mayBeOwn(successes: others)
  }

  /// Begins a pause, or makes the present one longer.
  private mutating func pause(
    _ hint: Duration?, _ slowDown: SlowDown, of attempt: InFlightAttempt, wall: WallTime,
    at now: MonotonicInstant
  ) {
    if let hint, !allowsPause(of: hint, slowDown.message, wall: wall) { return }
    let isParallel = slowDown.limit == .parallel
    if isParallel { changes.append(.tooManyInFlight(attempt.permit)) }
    let isNew = pausedUntil.map { $0 <= now } ?? true
    // Requests that were in flight together are often turned down together: that is one pause.
    guard isNew || hint != nil else { return }
    let wait = isNew ? pauseLength.next(hint: hint, plan: rules.plan) : hint ?? .zero
    let resume = max(pausedUntil ?? now, now + wait)
    pausedUntil = resume
    isFirstAfterPause = true
    changes.append(.pause(until: resume))
    guard isNew else { return }
    if isParallel {
      notices.append(.tooManyInFlight(message: slowDown.message))
    } else {
      changes.append(.widenMargin)
      notices.append(.rateLimited(wait: wait, message: slowDown.message))
    }
  }

  /// Whether a pause is no longer than `--max-outage`; halts the run if it is longer.
  private mutating func allowsPause(of wait: Duration, _ message: String, wall: WallTime) -> Bool {
    if wait <= rules.maxOutage { return true }
    stop(.limitResetsLater(in: wait, at: wall + wait, message: message))
    return false
  }

  /// The request asks for more than the limit allows, so it uses up an attempt, and no other job
  /// waits for it.
  mutating func tooLarge(
    _ failure: Failure, _ budget: RetryBudget, wait: Duration?, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    var budget = budget
    budget.used += 1
    if budget.used >= rules.maxAttempts { return fail(failure, budget) }
    guard halt == nil else { return .leave }
    let backoff = rules.backoff.wait(afterFailures: budget.used, using: &generator)
    let longest = min(wait ?? .zero, rules.maxOutage)
    return retry(budget, readyAt: now + max(backoff, longest), why: failure.label)
  }

  /// Follows the server's rate limit if it is stricter than ours. A higher limit is only reported.
  mutating func applyServerLimits(
    _ notice: RateNotice, _ diagnosis: Diagnosis, wall: WallTime, at now: MonotonicInstant
  ) {
    if let serverLimit = notice.limit, let ours = limit {
      if serverLimit < ours {
        limit = max(1, serverLimit)
        changes.append(.lower(to: serverLimit))
        notices.append(.planIsHigherThanServers(limit: serverLimit))
      } else if serverLimit > ours, !isHigherLimitNoticed {
        isHigherLimitNoticed = true
        notices.append(.planIsLowerThanServers(limit: serverLimit))
      }
    }
    guard notice.remaining == 0, let reset = notice.resetIn else { return }
    if case .slowDown = diagnosis { return }
    // A full window of our own can be the cause of a wait up to its length. Such a wait never halts
    // the run, not even with a shorter `--max-outage`.
    if reset <= rules.plan.window + rules.plan.margin
      || allowsPause(of: reset, "the server's limit is used up", wall: wall)
    {
      changes.append(.pauseUnlessFull(until: now + reset, used: notice.limit))
    }
  }
}
