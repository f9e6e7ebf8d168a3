import Basics

// Step 4 of an attempt, for requests that the server refused without failing: the balance, the key
// and the rate limit.
extension RunState {
  // MARK: Balance

  /// The balance is not enough: halts the run, or starts to probe, as the user chose.
  mutating func balanceEnded(
    _ shortfall: BalanceShortfall, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    at now: MonotonicInstant
  ) -> JobDecision {
    guard rules.onInsufficientBalance != .halt, halt == nil else {
      stop(.insufficientBalance(shortfall))
      return .leave
    }
    if balance.ranOut(attempt.id, nextProbe: now + probeInterval) {
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
      return balanceEnded(shortfall, attempt, budget, at: now)
    }
    let isNew = balance.isEnough
    let hint = hint.map { min($0, rules.maxOutage) }
    guard let wait = balance.becameUnclear(attempt.id, hint: hint, at: now) else {
      return balanceEnded(shortfall, attempt, budget, at: now)
    }
    if isNew { notices.append(.balanceUnclear(shortfall, nextProbe: wait)) }
    return retryAsProbe(budget, at: now, why: "perhaps_insufficient_balance")
  }

  /// The server says that the balance comes back by itself: one probe after the wait.
  mutating func balanceReturns(
    _ shortfall: BalanceShortfall, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    wait hint: Duration?, at now: MonotonicInstant
  ) -> JobDecision {
    endOutage(at: now)
    recordTrouble(shortfall.message, isLimit: true, at: now)
    let wait = max(hint ?? .seconds(1), .seconds(1))
    guard halt == nil else { return .leave }
    guard wait <= rules.maxOutage else {
      stop(.limitResetsLater(in: wait, at: wall(at: now) + wait, message: shortfall.message))
      return .leave
    }
    if balance.ranOut(attempt.id, .returning, nextProbe: now + wait) {
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

  /// Pauses requests after a status 429, or lowers the number of requests in flight if the server
  /// says that this is the limit. The job's attempts are not used up.
  mutating func turnedDown(
    _ slowDown: SlowDown, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    wait hint: Duration?, at now: MonotonicInstant
  ) -> JobDecision {
    endOutage(at: now)
    balance.probeEnded(attempt.id, next: now)
    recordTrouble(slowDown.message, isLimit: true, at: now)
    let isParallel = slowDown.limit == .parallel
    var budget = budget
    changes.append(.turnedDown(attempt.permit, evidence(slowDown, attempt, budget)))
    pause(isParallel ? .some(.zero) : hint, slowDown, of: attempt, at: now)
    if slowDown.limit == .rate {
      let earlier = refusals[budget.model] ?? RefusalsBetweenSuccesses()
      budget.refusals.turnedDown(
        wasAlone: attempt.isAloneAfterPause, isAfterLone: earlier.lone == budget.place,
        successes: successes[budget.model] ?? 0)
      refusals[budget.model, default: earlier].turnedDown(budget.place)
      if budget.refusals.showTooLarge {
        return fail(
          Failure(kind: .status(429), message: slowDown.message, code: "too_large_for_limit"),
          budget)
      }
    }
    guard halt == nil else { return .leave }
    guard budget.refusals.needTest else {
      let end = waits.end(of: budget.model) ?? now
      return retry(budget, readyAt: max(end, now) + budget.refusals.delay, why: "429")
    }
    heldBack.waitForTest(budget)
    return .again(why: "429")
  }

  /// What the refusal tells of how many requests the server lets start. One of a single job, of a
  /// day, or of requests in flight tells nothing.
  private func evidence(
    _ slowDown: SlowDown, _ attempt: InFlightAttempt, _ budget: RetryBudget
  ) -> LimiterChange.Evidence {
    guard slowDown.limit == .rate, attempt.probe == nil,
      !budget.refusals.mayBeOwn(successes: successes[budget.model] ?? 0)
    else { return .none }
    return budget.refusals.isFirst ? .first : .again
  }

  /// Begins a pause, or makes the present one longer.
  private mutating func pause(
    _ hint: Duration?, _ slowDown: SlowDown, of attempt: InFlightAttempt, at now: MonotonicInstant
  ) {
    let isParallel = slowDown.limit == .parallel
    if isParallel { changes.append(.tooManyInFlight(attempt.permit)) }
    let model = attempt.budget.model
    guard
      let pause = waits.turnedDown(
        model, hint: hint, slowDown.message, plan: rules.plan, longest: rules.maxOutage, at: now)
    else { return }
    changes.append(.pause(attempt.permit, until: pause.until, isNamed: slowDown.names(model)))
    guard pause.isNew else { return }
    if isParallel {
      notices.append(.tooManyInFlight(message: slowDown.message))
    } else {
      changes.append(.widenMargin(model: model))
      notices.append(
        .rateLimited(
          wait: now.duration(to: pause.until), message: slowDown.message,
          model: settings.models.count > 1 ? model : nil))
    }
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
    _ notice: RateNotice, _ diagnosis: Diagnosis, of attempt: InFlightAttempt,
    at now: MonotonicInstant
  ) {
    let model = attempt.budget.model
    let scope = rules.plan.isPerModel ? model : ""
    if let serverLimit = notice.limit, let ours = limits[scope] ?? rules.plan.requestsPerWindow {
      if serverLimit < ours {
        limits[scope] = max(1, serverLimit)
        changes.append(.lower(to: serverLimit, model: model))
        notices.append(.planIsHigherThanServers(limit: serverLimit))
      } else if serverLimit > ours, !isHigherLimitNoticed {
        isHigherLimitNoticed = true
        notices.append(.planIsLowerThanServers(limit: serverLimit))
      }
    }
    guard notice.remaining == 0, let reset = notice.resetIn else { return }
    if case .slowDown = diagnosis { return }
    // A full window of our own can be the cause of a wait up to its length, and servers round up.
    if reset <= rules.plan.window + rules.plan.margin + .seconds(1) {
      changes.append(.pauseUnlessFull(until: now + reset, model: model, used: notice.limit))
    } else if let wait = waits.emptied(model, for: reset, longest: rules.maxOutage, at: now) {
      changes.append(.pause(attempt.permit, until: wait, isNamed: false))
    }
  }
}
