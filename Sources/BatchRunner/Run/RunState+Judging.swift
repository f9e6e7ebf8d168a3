import Basics

// What the end of an attempt means for its job and for the run.
extension RunState {
  /// How an attempt that our own guard turned back is labelled; it is no retry.
  static let heldReason = "held"
  /// Long enough for an answer to be judged, and short enough not to be felt.
  private static let settling = Duration.milliseconds(20)

  /// Takes in how an attempt ended, and says what becomes of its job. The attempt keeps its permit
  /// until the outcome is on disk.
  mutating func judge(
    _ end: AttemptEnd, of attempt: InFlightAttempt, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    spending.end(attempt.id, end.charge)
    var budget = attempt.budget
    if end.leftAt != nil { budget.sent += 1 }
    if let notice = end.rate { believe(notice, end.verdict, at: now) }
    if let notice = end.balance { hear(notice) }
    switch end.verdict {
    case .succeeded(let answer):
      answered(attempt, at: now, balanceIsBack: true)
      earlyFailures.succeeded()
      return .store(answer)
    case .unexpected(_, let failure):
      answered(attempt, at: now)
      return unexpected(failure, budget, at: now)
    case .failed(let failure):
      answered(attempt, at: now)
      return fail(failure)
    case .insufficientBalance(let shortfall):
      answered(attempt, at: now)
      return balanceEnded(shortfall, budget, at: now)
    case .keyRefused:
      answered(attempt, at: now)
      return keyRefused(budget, generation: end.reply.keyGeneration, at: now)
    case .rateLimited:
      return rateLimited(end.rate?.retryAfter, attempt, budget, at: now)
    case .unanswered(let failure, let trouble):
      return unanswered(
        failure, trouble, attempt, budget, earliest: end.rate?.retryAfter.map { now + $0 },
        at: now, using: &generator)
    case .held:
      if attempt.probe != nil { endProbe() }
      settlesAt = now + Self.settling
      return halt == nil ? again(budget, readyAt: now, why: Self.heldReason) : .leave
    case .dropped:
      if attempt.probe != nil { endProbe() }
      return .leave
    }
  }

  /// Any HTTP answer ends an outage. Only a success proves that the balance is back: a refusal may
  /// come from a server that never asked for it.
  private mutating func answered(
    _ attempt: InFlightAttempt, at now: MonotonicInstant, balanceIsBack: Bool = false
  ) {
    troubleTimer.good()
    endOutage(at: now)
    guard attempt.probe != nil else { return }
    if !balanceIsBack {
      balance.probeEnded(next: now)
    } else if balance.probeSucceeded() {
      notices.append(.balanceBack)
    }
  }

  private mutating func endOutage(at now: MonotonicInstant) {
    if let length = outage.alive(at: now) { notices.append(.recovered(after: length)) }
  }

  private mutating func trouble(_ reason: String, at now: MonotonicInstant) {
    troubleTimer.trouble(reason, at: now)
    checkTime(at: now)
  }

  mutating func endProbe() {
    outage.probeEnded()
    balance.probeEnded(next: MonotonicInstant(nanoseconds: 0))
  }

  private mutating func again(_ budget: RetryBudget, readyAt: MonotonicInstant, why: String)
    -> JobDecision
  {
    retries.add(budget, readyAt: readyAt)
    return .again(why: why)
  }

  private mutating func fail(_ failure: Failure) -> JobDecision {
    failures += 1
    if let (count, first) = earlyFailures.failed(failure) { stop(.allAlike(count: count, first)) }
    if let most = rules.maxFailures, failures >= most { stop(.failures(failures)) }
    return .fail(failure)
  }

  private mutating func balanceEnded(
    _ shortfall: BalanceShortfall, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    guard rules.onInsufficientBalance != .halt, halt == nil else {
      stop(.insufficientBalance(shortfall))
      return .leave
    }
    if balance.ranOut(nextProbe: now + poll) {
      notices.append(.balanceEmpty(shortfall, nextProbe: poll))
    }
    var budget = budget
    budget.metEmptyBalance = true
    return again(budget, readyAt: now, why: "insufficient_balance")
  }

  /// Between two probes of an empty balance.
  private var poll: Duration {
    guard case .wait(let poll) = rules.onInsufficientBalance else { return .zero }
    return poll
  }

  private mutating func keyRefused(_ budget: RetryBudget, generation: Int, at now: MonotonicInstant)
    -> JobDecision
  {
    guard halt == nil else { return .leave }
    if generation == keyGeneration, keyCheck == .none { keyCheck = .due }
    return again(budget, readyAt: now, why: "401")
  }

  private mutating func rateLimited(
    _ retryAfter: Duration?, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    at now: MonotonicInstant
  ) -> JobDecision {
    endOutage(at: now)
    if attempt.probe != nil { balance.probeEnded(next: now) }
    trouble("nothing but status 429", at: now)
    let wait = retryAfter ?? .seconds(60)
    // One widening a pause: those in flight together are turned down together.
    if pausedUntil.map({ $0 <= now }) ?? true {
      changes.append(.widenMargin)
      notices.append(.rateLimited(wait: wait))
    }
    if isBearable(wait) {
      let resume = max(pausedUntil ?? now, now + wait)
      pausedUntil = resume
      changes.append(.pause(until: resume))
    }
    guard halt == nil else { return .leave }
    return again(budget, readyAt: pausedUntil ?? now, why: "429")
  }

  /// Halts where the server asks to wait for longer than the user would.
  private mutating func isBearable(_ wait: Duration) -> Bool {
    if wait <= rules.maxOutage { return true }
    stop(.unreachable(for: wait, reason: "the server asks to wait that long"))
    return false
  }

  private mutating func unanswered(
    _ failure: Failure, _ trouble: Diagnosis.Trouble, _ attempt: InFlightAttempt,
    _ budget: RetryBudget,
    earliest: MonotonicInstant?, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    let isServerFault: Bool
    if case .status(let status) = failure.kind {
      isServerFault = status >= 500
    } else {
      isServerFault = trouble == .unreachable || trouble == .ambiguous
    }
    if isServerFault {
      let wasOutage = outage.since != nil
      outage.fault(
        failure, trouble, of: budget.place,
        wasProbe: attempt.probe != nil && balance.isEnough, earliest: earliest, at: now,
        backoff: rules.backoff, using: &generator)
      if !wasOutage, outage.since != nil {
        notices.append(.outageBegan(reason: failure.outageReason))
      }
      self.trouble(failure.outageReason, at: now)
    } else {
      answered(attempt, at: now)
    }
    if attempt.probe != nil { balance.probeEnded(next: now + poll) }
    return retryOrFail(failure, trouble, budget, earliest: earliest, at: now, using: &generator)
  }

  private mutating func retryOrFail(
    _ failure: Failure, _ trouble: Diagnosis.Trouble, _ budget: RetryBudget,
    earliest: MonotonicInstant?,
    at now: MonotonicInstant, using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    var budget = budget
    let mayBePaid = trouble == .ambiguous || trouble == .unusable
    if mayBePaid { budget.ambiguous += 1 }
    if trouble == .unusable || outage.since == nil { budget.used += 1 }
    if budget.ambiguous >= 2 || budget.used >= rules.maxAttempts { return fail(failure) }
    guard halt == nil else { return .leave }
    let wait = rules.backoff.wait(afterFailures: max(budget.used, 1), using: &generator)
    return again(budget, readyAt: max(now + wait, earliest ?? now), why: failure.label)
  }

  /// Another answer may fit, and there is nothing to wait for: the service is well.
  private mutating func unexpected(
    _ failure: Failure, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    var budget = budget
    budget.used += 1
    if budget.used >= rules.maxAttempts { return fail(failure) }
    return halt == nil ? again(budget, readyAt: now, why: failure.label) : .leave
  }

  private mutating func hear(_ notice: BalanceNotice) {
    if balance.passesOn(notice) { notices.append(.lowBalance(notice)) }
    if let credits = notice.creditsLeft { hear(credits: credits) }
  }

  /// Believes the server where it is more cautious than we are.
  private mutating func believe(
    _ notice: RateNotice, _ verdict: Diagnosis, at now: MonotonicInstant
  ) {
    if let told = notice.limit, let ours = limit {
      if told < ours {
        limit = max(1, told)
        changes.append(.lower(to: told))
        notices.append(.planIsHigherThanServers(limit: told))
      } else if told > ours, !isPlanRemarked {
        isPlanRemarked = true
        notices.append(.planIsLowerThanServers(limit: told))
      }
    }
    guard notice.remaining == 0, let reset = notice.resetIn, verdict != .rateLimited else { return }
    // A full window of our own may explain a wait of its length, which is no reason to halt.
    if reset <= rules.plan.window + rules.plan.margin || isBearable(reset) {
      changes.append(.pauseUnlessFull(until: now + reset))
    }
  }
}
