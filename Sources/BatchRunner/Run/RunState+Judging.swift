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
    _ end: AttemptEnd, of attempt: InFlightAttempt, at now: Moment,
    using generator: inout some RandomNumberGenerator
  ) -> Ruling {
    spending.end(attempt.id, end.charge)
    var ticket = attempt.ticket
    if end.leftAt != nil { ticket.sent += 1 }
    if let notice = end.rate { believe(notice, end.verdict, at: now) }
    if let notice = end.balance { hear(notice) }
    switch end.verdict {
    case .succeeded(let answer):
      answered(attempt, at: now, balanceIsBack: true)
      firstEnds.succeeded()
      return .store(answer)
    case .unexpected(_, let failure):
      answered(attempt, at: now)
      return unexpected(failure, ticket, at: now)
    case .failed(let failure):
      answered(attempt, at: now)
      return fail(failure)
    case .insufficientBalance(let shortfall):
      answered(attempt, at: now)
      return balanceEnded(shortfall, ticket, at: now)
    case .keyRefused:
      answered(attempt, at: now)
      return keyRefused(ticket, generation: end.reply.keyGeneration, at: now)
    case .rateLimited:
      return rateLimited(end.rate?.retryAfter, attempt, ticket, at: now)
    case .unanswered(let failure, let trouble):
      return unanswered(
        failure, trouble, attempt, ticket, earliest: end.rate?.retryAfter.map { now + $0 },
        at: now, using: &generator)
    case .held:
      if attempt.probe != nil { endProbe() }
      settlesAt = now + Self.settling
      return halt == nil ? again(ticket, readyAt: now, why: Self.heldReason) : .leave
    case .dropped:
      if attempt.probe != nil { endProbe() }
      return .leave
    }
  }

  /// Any HTTP answer ends an outage. Only a success proves that the balance is back: a refusal may
  /// come from a server that never asked for it.
  private mutating func answered(
    _ attempt: InFlightAttempt, at now: Moment, balanceIsBack: Bool = false
  ) {
    patience.good()
    endOutage(at: now)
    guard attempt.probe != nil else { return }
    if !balanceIsBack {
      balance.probeEnded(next: now)
    } else if balance.probeSucceeded() {
      notices.append(.balanceBack)
    }
  }

  private mutating func endOutage(at now: Moment) {
    if let length = outage.alive(at: now) { notices.append(.recovered(after: length)) }
  }

  private mutating func trouble(_ reason: String, at now: Moment) {
    patience.trouble(reason, at: now)
    checkTime(at: now)
  }

  mutating func endProbe() {
    outage.probeEnded()
    balance.probeEnded(next: Moment(nanoseconds: 0))
  }

  private mutating func again(_ ticket: Ticket, readyAt: Moment, why: String) -> Ruling {
    retries.add(ticket, readyAt: readyAt)
    return .again(why: why)
  }

  private mutating func fail(_ failure: Failure) -> Ruling {
    failures += 1
    if let (count, first) = firstEnds.failed(failure) { stop(.allAlike(count: count, first)) }
    if let most = rules.maxFailures, failures >= most { stop(.failures(failures)) }
    return .fail(failure)
  }

  private mutating func balanceEnded(
    _ shortfall: Shortfall, _ ticket: Ticket, at now: Moment
  ) -> Ruling {
    guard rules.onInsufficientBalance != .halt, halt == nil else {
      stop(.insufficientBalance(shortfall))
      return .leave
    }
    if balance.ranOut(nextProbe: now + poll) {
      notices.append(.balanceEmpty(shortfall, nextProbe: poll))
    }
    var ticket = ticket
    ticket.metEmptyBalance = true
    return again(ticket, readyAt: now, why: "insufficient_balance")
  }

  /// Between two probes of an empty balance.
  private var poll: Duration {
    guard case .wait(let poll) = rules.onInsufficientBalance else { return .zero }
    return poll
  }

  private mutating func keyRefused(_ ticket: Ticket, generation: Int, at now: Moment) -> Ruling {
    if generation == keyGeneration, keyCheck == .none { keyCheck = .due }
    guard halt == nil else { return .leave }
    return again(ticket, readyAt: now, why: "401")
  }

  private mutating func rateLimited(
    _ retryAfter: Duration?, _ attempt: InFlightAttempt, _ ticket: Ticket, at now: Moment
  ) -> Ruling {
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
    return again(ticket, readyAt: pausedUntil ?? now, why: "429")
  }

  /// Halts where the server asks to wait for longer than the user would.
  private mutating func isBearable(_ wait: Duration) -> Bool {
    if wait <= rules.maxOutage { return true }
    stop(.unreachable(for: wait, reason: "the server asks to wait that long"))
    return false
  }

  private mutating func unanswered(
    _ failure: Failure, _ trouble: Verdict.Trouble, _ attempt: InFlightAttempt, _ ticket: Ticket,
    earliest: Moment?, at now: Moment, using generator: inout some RandomNumberGenerator
  ) -> Ruling {
    let isServerFault: Bool
    if case .status(let status) = failure.kind {
      isServerFault = status >= 500
    } else {
      isServerFault = trouble == .unreachable || trouble == .ambiguous
    }
    if isServerFault {
      let wasOutage = outage.since != nil
      outage.fault(
        failure, trouble, of: ticket.place,
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
    return retryOrFail(failure, trouble, ticket, earliest: earliest, at: now, using: &generator)
  }

  private mutating func retryOrFail(
    _ failure: Failure, _ trouble: Verdict.Trouble, _ ticket: Ticket, earliest: Moment?,
    at now: Moment, using generator: inout some RandomNumberGenerator
  ) -> Ruling {
    var ticket = ticket
    let mayBePaid = trouble == .ambiguous || trouble == .unusable
    if mayBePaid { ticket.ambiguous += 1 }
    if trouble == .unusable || outage.since == nil { ticket.used += 1 }
    if ticket.ambiguous >= 2 || ticket.used >= rules.maxAttempts { return fail(failure) }
    guard halt == nil else { return .leave }
    let wait = rules.backoff.wait(afterFailures: max(ticket.used, 1), using: &generator)
    return again(ticket, readyAt: max(now + wait, earliest ?? now), why: failure.label)
  }

  /// Another answer may fit, and there is nothing to wait for: the service is well.
  private mutating func unexpected(
    _ failure: Failure, _ ticket: Ticket, at now: Moment
  ) -> Ruling {
    var ticket = ticket
    ticket.used += 1
    if ticket.used >= rules.maxAttempts { return fail(failure) }
    return halt == nil ? again(ticket, readyAt: now, why: failure.label) : .leave
  }

  private mutating func hear(_ notice: BalanceNotice) {
    if balance.passesOn(notice) { notices.append(.lowBalance(notice)) }
    if let credits = notice.creditsLeft { hear(credits: credits) }
  }

  /// Believes the server where it is more cautious than we are.
  private mutating func believe(
    _ notice: RateNotice, _ verdict: Verdict, at now: Moment
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
