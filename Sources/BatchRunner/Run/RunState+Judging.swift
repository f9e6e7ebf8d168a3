import Basics

// Step 4 of an attempt: what its end means for its job and for the whole run.
extension RunState {
  /// The label of an attempt that our own gate stopped before a byte left. It does not count as a
  /// retry.
  static let heldReason = "held"
  /// How long no request starts after the gate stopped one. Long enough for the suspicious reply to
  /// be judged, and too short for a user to notice.
  private static let settlingTime = Duration.milliseconds(20)

  /// Decides what becomes of the attempt's job, and updates everything that the reply tells about
  /// the service, the balance, the key and the rate limit.
  ///
  /// The attempt stays in flight and keeps its permit until its outcome is on disk.
  mutating func judge(
    _ end: AttemptEnd, of attempt: InFlightAttempt, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    spending.end(attempt.id, end.charge)
    var budget = attempt.budget
    if end.leftAt != nil { budget.sent += 1 }
    if let notice = end.rate { applyServerLimits(notice, end.diagnosis, at: now) }
    if let notice = end.balance { noteBalance(notice) }
    switch end.diagnosis {
    case .succeeded(let answer):
      serverAnswered(attempt, at: now, balanceIsBack: true)
      earlyFailures.jobSucceeded()
      return .store(answer)
    case .unexpected(_, let failure):
      serverAnswered(attempt, at: now)
      return unexpected(failure, budget, at: now)
    case .failed(let failure), .tooLarge(let failure):
      serverAnswered(attempt, at: now)
      return fail(failure)
    case .insufficientBalance(let shortfall), .perhapsInsufficientBalance(let shortfall),
      .balanceReturns(let shortfall):
      serverAnswered(attempt, at: now)
      return balanceEnded(shortfall, budget, at: now)
    case .keyRefused:
      serverAnswered(attempt, at: now)
      return keyRefused(budget, generation: end.reply.keyGeneration, at: now)
    case .slowDown:
      return rateLimited(end.rate?.retryAfter, attempt, budget, at: now)
    case .unanswered(let failure, let trouble):
      return unanswered(
        failure, trouble, attempt, budget, earliest: end.rate?.retryAfter.map { now + $0 },
        at: now, using: &generator)
    case .held:
      if attempt.probe != nil { endProbe() }
      settlesAt = now + Self.settlingTime
      return halt == nil ? retry(budget, readyAt: now, why: Self.heldReason) : .leave
    case .dropped:
      if attempt.probe != nil { endProbe() }
      return .leave
    }
  }

  /// Ends an outage, since the server gave an HTTP answer. Only a success proves that the balance
  /// is back: a server may refuse a request without ever checking the balance.
  private mutating func serverAnswered(
    _ attempt: InFlightAttempt, at now: MonotonicInstant, balanceIsBack: Bool = false
  ) {
    troubleTimer.stop()
    endOutage(at: now)
    guard attempt.probe != nil else { return }
    if !balanceIsBack {
      balance.probeEnded(next: now)
    } else if balance.probeSucceeded() {
      notices.append(.balanceBack)
    }
  }

  private mutating func endOutage(at now: MonotonicInstant) {
    if let length = outage.end(at: now) { notices.append(.recovered(after: length)) }
  }

  /// Notes that the service gave no answer, a server error or status 429, and halts the run if that
  /// has lasted too long.
  private mutating func recordTrouble(_ reason: String, at now: MonotonicInstant) {
    troubleTimer.recordTrouble(reason, at: now)
    checkTime(at: now)
  }

  /// A probe ended without telling anything, so the next one may start at once.
  mutating func endProbe() {
    outage.probeEnded()
    balance.probeEnded(next: MonotonicInstant(nanoseconds: 0))
  }

  /// Queues the job for another attempt. `why`: the reason's label in the journal and the counts.
  private mutating func retry(_ budget: RetryBudget, readyAt: MonotonicInstant, why: String)
    -> JobDecision
  {
    retries.add(budget, readyAt: readyAt)
    return .again(why: why)
  }

  /// Fails the job for good, and halts the run if too many jobs have failed.
  private mutating func fail(_ failure: Failure) -> JobDecision {
    failures += 1
    if let (count, first) = earlyFailures.jobFailed(failure) {
      stop(.allAlike(count: count, first))
    }
    if let most = rules.maxFailures, failures >= most { stop(.failures(failures)) }
    return .fail(failure)
  }

  /// The balance is not enough: halts the run, or starts to probe, as the user chose.
  private mutating func balanceEnded(
    _ shortfall: BalanceShortfall, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    guard rules.onInsufficientBalance != .halt, halt == nil else {
      stop(.insufficientBalance(shortfall))
      return .leave
    }
    if balance.ranOut(nextProbe: now + probeInterval) {
      notices.append(.balanceEmpty(shortfall, nextProbe: probeInterval))
    }
    var budget = budget
    budget.metEmptyBalance = true
    return retry(budget, readyAt: now, why: "insufficient_balance")
  }

  /// The time between two probes of an empty balance.
  private var probeInterval: Duration {
    guard case .wait(let poll) = rules.onInsufficientBalance else { return .zero }
    return poll
  }

  /// Has the key read again, unless the request carried a key that has been replaced meanwhile.
  private mutating func keyRefused(_ budget: RetryBudget, generation: Int, at now: MonotonicInstant)
    -> JobDecision
  {
    guard halt == nil else { return .leave }
    if generation == keyGeneration, keyCheck == .none { keyCheck = .due }
    return retry(budget, readyAt: now, why: "401")
  }

  /// Pauses all requests after a status 429, for the time in `Retry-After`, or for 60 s without it.
  /// The job's attempts are not used up.
  private mutating func rateLimited(
    _ retryAfter: Duration?, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    at now: MonotonicInstant
  ) -> JobDecision {
    endOutage(at: now)
    if attempt.probe != nil { balance.probeEnded(next: now) }
    recordTrouble("nothing but status 429", at: now)
    let wait = retryAfter ?? .seconds(60)
    // The margin is widened once per pause: requests that were in flight together are often
    // rejected together.
    if pausedUntil.map({ $0 <= now }) ?? true {
      changes.append(.widenMargin)
      notices.append(.rateLimited(wait: wait))
    }
    if allowsPause(of: wait) {
      let resume = max(pausedUntil ?? now, now + wait)
      pausedUntil = resume
      changes.append(.pause(until: resume))
    }
    guard halt == nil else { return .leave }
    return retry(budget, readyAt: pausedUntil ?? now, why: "429")
  }

  /// Whether a pause is no longer than `--max-outage`; halts the run if it is longer.
  private mutating func allowsPause(of wait: Duration) -> Bool {
    if wait <= rules.maxOutage { return true }
    stop(.unreachable(for: wait, reason: "the server asks to wait that long"))
    return false
  }

  /// There is no usable answer, and another attempt may bring one. Decides first whether this is
  /// trouble with the service, then whether the job gets another attempt.
  ///
  /// `earliest`: the end of the wait that the server asked for; `nil`: it asked for none.
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
      recordTrouble(failure.outageReason, at: now)
    } else {
      serverAnswered(attempt, at: now)
    }
    if attempt.probe != nil { balance.probeEnded(next: now + probeInterval) }
    return retryOrFail(failure, trouble, budget, earliest: earliest, at: now, using: &generator)
  }

  /// Fails a job that has used up its attempts, or whose second attempt may have been charged for.
  /// All other jobs are retried after a backoff.
  ///
  /// During an outage an attempt is not counted, unless an unusable answer came.
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
    return retry(budget, readyAt: max(now + wait, earliest ?? now), why: failure.label)
  }

  /// The answer is not what the user expects. The job is retried at once: another answer may be
  /// right, and the service is well, so there is no reason to wait.
  private mutating func unexpected(
    _ failure: Failure, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    var budget = budget
    budget.used += 1
    if budget.used >= rules.maxAttempts { return fail(failure) }
    return halt == nil ? retry(budget, readyAt: now, why: failure.label) : .leave
  }

  /// Passes a balance warning on to the user, and halts if `--min-credits` is reached.
  private mutating func noteBalance(_ notice: BalanceNotice) {
    if balance.shouldWarn(notice) { notices.append(.lowBalance(notice)) }
    if let credits = notice.creditsLeft { checkCredits(credits) }
  }

  /// Follows the server's rate limit if it is stricter than ours. A higher limit is only reported.
  private mutating func applyServerLimits(
    _ notice: RateNotice, _ diagnosis: Diagnosis, at now: MonotonicInstant
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
    if reset <= rules.plan.window + rules.plan.margin || allowsPause(of: reset) {
      changes.append(.pauseUnlessFull(until: now + reset))
    }
  }
}
