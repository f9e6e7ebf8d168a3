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
  /// The attempt stays in flight and keeps its permit until its outcome is on disk. A job that has an
  /// answer already is never left to do.
  mutating func judge(
    _ end: AttemptEnd, of attempt: InFlightAttempt, wall: WallTime, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    let decision = decide(end, of: attempt, wall: wall, at: now, using: &generator)
    guard decision == .leave, let earlier = attempt.budget.earlier else { return decision }
    return .storeEarlier(earlier, why: "stopped")
  }

  private mutating func decide(
    _ end: AttemptEnd, of attempt: InFlightAttempt, wall: WallTime, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    spending.end(attempt.id, end.charge, tokens: end.tokens)
    var budget = attempt.budget
    if end.leftAt != nil { budget.sent += 1 }
    if attempt.probe == .isJobTooLarge { isTestingJob = false }
    if rules.plan.countsTokens, let answer = end.diagnosis.answer, let tokensIn = answer.tokensIn,
      let tokensOut = answer.tokensOut
    {
      changes.append(.used(attempt.permit, tokens: tokensIn + tokensOut))
    }
    if let notice = end.rate { applyServerLimits(notice, end.diagnosis, of: attempt, at: now) }
    if let notice = end.balance { noteBalance(notice) }
    heldBack.attemptEnded(isOverload: end.diagnosis.isOverload)
    switch end.diagnosis {
    case .succeeded(let answer):
      serverAnswered(attempt, at: now, balanceIsBack: true)
      jobSucceeded(attempt)
      return answered(answer, end, attempt, budget, wall: wall, at: now)
    case .unexpected(_, let failure):
      serverAnswered(attempt, at: now, balanceIsBack: true)
      return unexpected(failure, end.followUp, budget, at: now)
    case .failed(let failure):
      serverAnswered(attempt, at: now)
      return fail(failure, budget)
    case .tooLarge(let failure):
      serverAnswered(attempt, at: now)
      if budget.earlier != nil { return fail(failure, budget) }
      return tooLarge(failure, budget, wait: end.rate?.wait, at: now, using: &generator)
    case .insufficientBalance(let shortfall):
      serviceWorks(at: now)
      return balanceEnded(shortfall, attempt, budget, at: now)
    case .perhapsInsufficientBalance(let shortfall):
      serviceWorks(at: now)
      return balanceUnclear(shortfall, attempt, budget, wait: end.rate?.wait, at: now)
    case .balanceReturns(let shortfall):
      return balanceReturns(shortfall, attempt, budget, wait: end.rate?.wait, at: now)
    case .keyRefused(let message):
      serverAnswered(attempt, at: now)
      keyRefusal = message
      return keyRefused(budget, generation: end.reply.keyGeneration, at: now)
    case .slowDown(let slowDown):
      return turnedDown(slowDown, attempt, budget, wait: end.rate?.wait, at: now)
    case .unanswered(let failure, let trouble):
      if isOutOfTime(failure, budget, at: now) {
        return outOfTime(attempt, budget, after: failure.label, at: now)
      }
      if isExcused(end, budget) {
        return excused(failure, trouble, attempt, budget, at: now, using: &generator)
      }
      return unanswered(
        failure, trouble, attempt, budget, earliest: end.rate?.wait.map { now + $0 },
        at: now, using: &generator)
    case .held:
      endProbe(attempt.id)
      settlesAt = now + Self.settlingTime
      return halt == nil ? retry(budget, readyAt: now, why: Self.heldReason) : .leave
    case .dropped:
      endProbe(attempt.id)
      return .leave
    }
  }

  /// Counts a success for everything that is judged by successes.
  private mutating func jobSucceeded(_ attempt: InFlightAttempt) {
    streak.jobSucceeded()
    waits.succeeded(attempt.budget.model)
    if attempt.permit.isTrial { changes.append(.succeeded(attempt.permit)) }
    repeatedErrors.jobSucceeded(attempt.budget.place, words: attempt.budget.errorWords)
    successes[attempt.budget.model, default: 0] += 1
    refusals[attempt.budget.model]?.succeeded()
  }

  /// Ends an outage, since the server gave an HTTP answer. Only a success proves that the balance
  /// is back: a server may refuse a request without ever checking the balance.
  mutating func serverAnswered(
    _ attempt: InFlightAttempt, at now: MonotonicInstant, balanceIsBack: Bool = false
  ) {
    serviceWorks(at: now)
    if !balanceIsBack {
      balance.probeEnded(attempt.id, next: now)
    } else if balance.probeSucceeded(attempt.id) {
      notices.append(.balanceBack)
    }
  }

  private mutating func serviceWorks(at now: MonotonicInstant) {
    troubleTimer.stop()
    endOutage(at: now)
  }

  mutating func endOutage(at now: MonotonicInstant) {
    if let length = outage.end(at: now) { notices.append(.recovered(after: length)) }
  }

  /// Notes that the service gave no answer, a server error or status 429 (`isLimit`), and halts the
  /// run if that has lasted too long.
  mutating func recordTrouble(_ reason: String, isLimit: Bool = false, at now: MonotonicInstant) {
    troubleTimer.recordTrouble(reason, isLimit: isLimit, at: time.running(at: now))
    checkTime(at: now)
  }

  /// Whether an outage or an empty balance waits for this attempt.
  func isProbe(_ attempt: InFlightAttempt) -> Bool {
    outage.probe == attempt.id || balance.isProbe(attempt.id)
  }

  /// An attempt ended without telling anything. If it was a probe, the next one may start at once.
  mutating func endProbe(_ attempt: AttemptID) {
    if inFlight[attempt]?.probe == .isJobTooLarge { isTestingJob = false }
    outage.probeEnded(attempt)
    balance.probeEnded(attempt, next: MonotonicInstant(nanoseconds: 0))
  }

  /// Queues the job for another attempt, unless its time is over by then. `why`: the reason's label
  /// in the journal and the counts.
  mutating func retry(_ budget: RetryBudget, readyAt: MonotonicInstant, why: String)
    -> JobDecision
  {
    var budget = budget
    budget.restartTime()
    guard hasTime(budget, at: readyAt) else { return fail(jobTimeout(after: why), budget) }
    retries.add(budget, readyAt: readyAt)
    return .again(why: why)
  }

  /// Fails the job for good, and halts the run if too many jobs have failed. A job that has an
  /// answer already has not failed.
  mutating func fail(_ failure: Failure, _ budget: RetryBudget) -> JobDecision {
    if let earlier = budget.earlier { return .storeEarlier(earlier, why: failure.label) }
    failures += 1
    let mark = streak.jobFailed(
      failure, budget.place, successesAtStart: budget.successesAtStart ?? 0)
    if let (count, first) = streak.report() { stop(.allAlike(count: count, first)) }
    if let most = rules.maxFailures, failures >= most { stop(.failures(failures)) }
    return .fail(failure, streak: mark)
  }
}

// MARK: - No usable answer

extension RunState {
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
    var budget = budget
    let isServerFault: Bool
    // Words that the job met in an earlier attempt say nothing about a connection that breaks now.
    var isOfJob = false
    if case .status(let status) = failure.kind {
      // A conflict (409) or a request that came too early (425) says that the service works.
      isServerFault = trouble != .unusable && status != 409 && status != 425
      budget.errorWords = failure.words
      repeatedErrors.met(failure.words, budget.place)
      isOfJob = repeatedErrors.belongToJobs(failure.words)
    } else {
      isServerFault = trouble == .unreachable || trouble == .ambiguous
    }
    let isOverload = isOverload(failure, attempt)
    if isOverload {
      outage.probeEnded(attempt.id)
    } else if isServerFault && !isOfJob {
      let wasOutage = outage.since != nil
      outage.fault(
        failure, trouble, of: budget.place,
        wasProbe: isProbe(attempt), earliest: earliest,
        at: now,
        backoff: rules.backoff, using: &generator)
      if !wasOutage, outage.since != nil {
        notices.append(.outageBegan(reason: failure.outageReason))
      }
      recordTrouble(failure.outageReason, at: now)
    } else {
      serverAnswered(attempt, at: now)
    }
    putOffBalanceProbe(after: attempt, at: now)
    return retryOrFail(
      failure, trouble, attempt, budget, earliest: earliest, at: now, using: &generator)
  }

  /// Without an answer, the balance is tested again no sooner than the service itself would be.
  mutating func putOffBalanceProbe(after attempt: InFlightAttempt, at now: MonotonicInstant) {
    let next = now + max(probeInterval, .seconds(1))
    balance.probeEnded(attempt.id, next: max(next, outage.probeAt ?? next))
  }

  /// Fails a job that has used up its attempts, or whose second attempt may have been charged for.
  /// All other jobs are retried after a backoff.
  ///
  /// During an outage an attempt is not counted, unless an unusable answer came.
  private mutating func retryOrFail(
    _ failure: Failure, _ trouble: Diagnosis.Trouble, _ attempt: InFlightAttempt,
    _ budget: RetryBudget, earliest: MonotonicInstant?,
    at now: MonotonicInstant, using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    var budget = budget
    let isOverload = isOverload(failure, attempt)
    let isOutage = outage.since != nil && !isOverload
    if trouble == .unusable || (trouble == .ambiguous && !isOutage) { budget.ambiguous += 1 }
    if trouble == .unusable || !isOutage { budget.used += 1 }
    if budget.ambiguous >= 2 || budget.used >= rules.maxAttempts { return fail(failure, budget) }
    guard halt == nil else { return .leave }
    if isOverload { return waitForCalm(failure, attempt, budget) }
    let wait = rules.backoff.wait(afterFailures: max(budget.used, 1), using: &generator)
    return retry(budget, readyAt: max(now + wait, earliest ?? now), why: failure.label)
  }

  /// The server works, since other jobs have succeeded during the attempt, but it has too much to
  /// do.
  private func isOverload(_ failure: Failure, _ attempt: InFlightAttempt) -> Bool {
    failure.isOverload && streak.successes > attempt.successesAtStart
  }

  /// The server works, but a queue in front of it timed out: fewer requests at once, and the job's
  /// only other try waits until the server has less to do.
  private mutating func waitForCalm(
    _ failure: Failure, _ attempt: InFlightAttempt, _ budget: RetryBudget
  ) -> JobDecision {
    var budget = budget
    budget.inFlightForRetry = max(1, inFlight.count / 2)
    heldBack.waitForCalm(budget)
    changes.append(.tooManyInFlight(attempt.permit, isFree: false))
    return .again(why: failure.label)
  }
}
