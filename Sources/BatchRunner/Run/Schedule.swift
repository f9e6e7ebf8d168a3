package import Basics

/// Which attempt may start, and when; what becomes of a job after it: all that a run decides, as a
/// value. It is told what happened, and is asked what comes next.
///
/// Attempts go through three steps: ``next(at:nextJob:)`` reserves a place and a start,
/// ``judge(_:of:ticket:notices:at:using:)`` says what its end means, and ``release(_:)`` frees the
/// place once the outcome is on disk.
package struct Schedule: Sendable {
  private struct Running: Sendable {
    var hasLeft = false
    let isProbe: Bool
  }

  let rules: Rules
  private(set) var rate: RateWindow
  private var running: [AttemptID: Running] = [:]
  private var retries = RetryQueue()
  private var lastAttempt: UInt64
  private(set) var quietUntil: Moment?
  /// Until then a suspicious answer is being judged, and the gate turns everybody back.
  private var settlesAt: Moment?
  private(set) var outage = Outage()
  private var patience = Patience()
  private(set) var balance = BalanceWatch()
  private var spending: Spending
  private var keyGeneration = 0
  private var isCheckingKey = false
  private var failures = 0
  private var firstEnds = FirstEnds()
  private var isPlanRemarked = false
  private var notices: [Notice] = []

  /// Why nothing more starts; `nil` while the run goes on.
  package private(set) var halt: Halt?
  /// Places in use.
  package var inFlight: Int { running.count }
  package var waitingToRetry: Int { retries.count }

  /// `history`: starts of earlier processes; `uncertain`: starts that may be as late as `now`;
  /// `lastAttempt`: numbers of attempts go on behind it.
  package init(
    _ rules: Rules, history: [Moment] = [], uncertain: Int = 0, lastAttempt: UInt64 = 0,
    spending: Spending = Spending(), at now: Moment
  ) {
    self.rules = rules
    self.lastAttempt = lastAttempt
    self.spending = spending
    rate = RateWindow(
      limit: rules.plan.requestsPerWindow, window: rules.plan.window, margin: rules.plan.margin,
      history: history + Array(repeating: now, count: uncertain))
  }
}

// MARK: - What comes next

extension Schedule {
  /// Decides and reserves in one step. `nextJob`: the most that the job can cost which is next of
  /// those that were not tried yet; `nil`: none is ready.
  package mutating func next(at now: Moment, nextJob: Money?) -> Step {
    checkTime(at: now)
    if let nextJob, running.isEmpty, retries.isEmpty { checkCost(nextJob) }
    guard halt == nil else { return running.isEmpty ? .over : .wait(until: nil) }
    guard !retries.isEmpty || nextJob != nil else {
      return running.isEmpty ? .over : .wait(until: nil)
    }
    if isCheckingKey { return .wait(until: nil) }
    let hold = self.hold
    if let hold {
      guard let from = hold.from else { return .wait(until: nil) }
      if from > now { return .wait(until: from) }
    }
    if running.count >= rules.plan.concurrency { return .wait(until: nil) }
    if let settlesAt, settlesAt > now { return .wait(until: settlesAt) }
    if let quietUntil, quietUntil > now { return .wait(until: earliestEnd(quietUntil)) }
    guard let start = rate.earliestStart(at: now) else { return .wait(until: nil) }
    if start > now { return .wait(until: earliestEnd(start)) }
    return take(at: now, nextJob: nextJob, asProbe: hold != nil)
  }

  /// Outage and empty balance let only a probe through: from when, `nil` while it is under way.
  private var hold: (from: Moment?, isBalance: Bool)? {
    switch balance.state {
    case .empty(let probeAt): (probeAt, true)
    case .probing: (nil, true)
    case .enough: outage.since == nil ? nil : (outage.probeAt, false)
    }
  }

  private mutating func take(at now: Moment, nextJob: Money?, asProbe: Bool) -> Step {
    let retryIsReady = retries.firstReady.map { $0 <= now } ?? false
    let isBalanceProbe = asProbe && !balance.isEnough
    let newFits = nextJob.map(spending.admits) ?? false
    let takesNew = newFits && retries.count < rules.retryBacklog
    // A probe does not wait for its job's own backoff. In an outage it is rather a job that was not
    // tried yet: the waiting ones may be the very few that the server cannot answer.
    let takesRetry =
      asProbe ? !retries.isEmpty && (isBalanceProbe || !takesNew) : retryIsReady
    guard takesRetry || takesNew else { return .wait(until: retries.firstReady.map(earliestEnd)) }
    let retry = isBalanceProbe ? retries.probe : retries.first
    let ceiling = (takesRetry ? retry?.ceiling : nextJob) ?? .zero
    guard spending.admits(ceiling) else {
      // What is in flight may turn out cheaper.
      guard running.isEmpty else { return .wait(until: nil) }
      checkCost(ceiling)
      return .over
    }
    let attempt = reserve(asProbe: asProbe, ceiling: ceiling)
    guard takesRetry,
      let ticket = isBalanceProbe ? retries.takeProbe() : retries.takeFirst()
    else {
      return .startNew(attempt, isProbe: isBalanceProbe)
    }
    return .retry(attempt, ticket, isProbe: isBalanceProbe)
  }

  private mutating func reserve(asProbe: Bool, ceiling: Money) -> AttemptID {
    lastAttempt += 1
    let attempt = AttemptID(lastAttempt)
    running[attempt] = Running(isProbe: asProbe)
    spending.start(attempt, ceiling: ceiling)
    rate.reserve()
    if asProbe {
      if balance.isEnough { outage.probeStarted() } else { balance.probeStarted() }
    }
    return attempt
  }

  /// A wait ends at the latest when the user's time is up.
  private func earliestEnd(_ moment: Moment) -> Moment {
    rules.until.map { min($0, moment) } ?? moment
  }

  private mutating func checkTime(at now: Moment) {
    if let until = rules.until, now >= until { stop(.until) }
    if let halt = patience.halt(after: rules.maxOutage, at: now) { stop(halt) }
  }

  private mutating func checkCost(_ next: Money) {
    if let halt = spending.halt(before: next) { stop(halt) }
  }
}

// MARK: - What happened

extension Schedule {
  /// An attempt's bytes left.
  package mutating func left(_ attempt: AttemptID, at stamp: Moment) {
    guard running[attempt]?.hasLeft == false else { return }
    running[attempt]?.hasLeft = true
    rate.confirm(at: stamp)
  }

  /// An attempt was not made after all.
  package mutating func withdraw(_ attempt: AttemptID) {
    guard let state = running.removeValue(forKey: attempt) else {
      preconditionFailure("attempt \(attempt.number) was withdrawn, but is not running")
    }
    spending.end(attempt, .nothing)
    if !state.hasLeft { rate.cancel() }
    if state.isProbe { endProbe() }
  }

  /// The outcome of an attempt is on disk; its place is free.
  package mutating func release(_ attempt: AttemptID) {
    guard running.removeValue(forKey: attempt) != nil else {
      preconditionFailure("attempt \(attempt.number) was released, but is not running")
    }
  }

  /// Starts nothing more. What came first counts, unless our own house is on fire.
  package mutating func stop(_ halt: Halt) {
    if let current = self.halt, current.outranks >= halt.outranks { return }
    self.halt = halt
    notices.append(.halted(halt))
  }

  /// The key sources were read again after a refusal.
  package mutating func keyWasRead(again isNew: Bool, message: String) {
    isCheckingKey = false
    if isNew { keyGeneration += 1 } else { stop(.keyRefused(message: message)) }
  }

  /// The key sources are to be read again.
  package var wantsKey: Bool { isCheckingKey }

  /// What the balance address answered.
  package mutating func balanceIs(_ credits: Double) {
    if let least = rules.minCredits, credits <= least { stop(.credits(left: credits)) }
  }

  /// What there is to say since the last time.
  package mutating func takeNotices() -> [Notice] {
    defer { notices = [] }
    return notices
  }

  /// How an attempt that our own guard turned back is labelled; it is no retry.
  package static let heldReason = "held"
  /// Long enough for an answer to be judged, and short enough not to be felt.
  private static let settling = Duration.milliseconds(20)

  /// Nothing but a probe may leave.
  package var isClosed: Bool { halt != nil || isCheckingKey || !balance.isEnough }
}

// MARK: - What it means

extension Schedule {
  /// Takes in how an attempt ended, and says what becomes of its job. The attempt keeps its place
  /// until ``release(_:)``.
  package mutating func judge(
    _ end: End, ticket: Ticket, at now: Moment,
    using generator: inout some RandomNumberGenerator
  ) -> Ruling {
    guard let state = running[end.attempt] else {
      preconditionFailure("attempt \(end.attempt.number) ended, but is not running")
    }
    settleStart(end, state)
    spending.end(end.attempt, end.charge)
    var ticket = ticket
    if end.leftAt != nil { ticket.sent += 1 }
    if let notice = end.rate { believe(notice, end.verdict, at: now) }
    if let notice = end.balance { hear(notice) }
    switch end.verdict {
    case .succeeded(let answer):
      alive(state, at: now, balanceIsBack: true)
      firstEnds.succeeded()
      return .store(answer)
    case .unexpected(_, let failure):
      alive(state, at: now)
      return unexpected(failure, ticket, at: now)
    case .failed(let failure):
      alive(state, at: now)
      return fail(failure)
    case .insufficientBalance(let shortfall):
      alive(state, at: now)
      return balanceEnded(shortfall, ticket, at: now)
    case .keyRefused(let message):
      alive(state, at: now)
      return keyRefused(message, ticket, generation: end.keyGeneration, at: now)
    case .rateLimited:
      return rateLimited(end.rate?.retryAfter, ticket, state, at: now)
    case .unanswered(let failure, let trouble):
      return unanswered(
        failure, trouble, ticket, state, earliest: end.rate?.retryAfter.map { now + $0 }, at: now,
        using: &generator)
    case .held:
      if state.isProbe { endProbe() }
      settlesAt = now + Self.settling
      return halt == nil ? again(ticket, readyAt: now, why: Self.heldReason) : .leave
    case .dropped:
      if state.isProbe { endProbe() }
      return .leave
    }
  }

  private mutating func settleStart(_ end: End, _ state: Running) {
    guard !state.hasLeft else { return }
    running[end.attempt]?.hasLeft = true
    if let leftAt = end.leftAt { rate.confirm(at: leftAt) } else { rate.cancel() }
  }

  /// Somebody answered who works. Only a success tells that the balance is back: a refusal may come
  /// from somebody who never asked.
  private mutating func alive(_ state: Running, at now: Moment, balanceIsBack: Bool = false) {
    patience.good()
    if let length = outage.alive(at: now) { notices.append(.recovered(after: length)) }
    guard state.isProbe else { return }
    if !balanceIsBack {
      balance.probeEnded(next: now)
    } else if balance.probeSucceeded() {
      notices.append(.balanceBack)
    }
  }

  private mutating func trouble(_ reason: String, at now: Moment) {
    patience.trouble(reason, at: now)
    checkTime(at: now)
  }

  private mutating func endProbe() {
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

  private mutating func keyRefused(
    _ message: String, _ ticket: Ticket, generation: Int, at now: Moment
  ) -> Ruling {
    if generation == keyGeneration { isCheckingKey = true }
    guard halt == nil else { return .leave }
    return again(ticket, readyAt: now, why: "401")
  }

  private mutating func rateLimited(
    _ retryAfter: Duration?, _ ticket: Ticket, _ state: Running, at now: Moment
  ) -> Ruling {
    if let length = outage.alive(at: now) { notices.append(.recovered(after: length)) }
    if state.isProbe { balance.probeEnded(next: now) }
    trouble("nothing but status 429", at: now)
    let wait = retryAfter ?? .seconds(60)
    // One widening a pause: those in flight together are turned down together.
    if quietUntil.map({ $0 <= now }) ?? true {
      rate.widen()
      notices.append(.rateLimited(wait: wait))
    }
    holdBack(wait, at: now)
    guard halt == nil else { return .leave }
    return again(ticket, readyAt: quietUntil ?? now, why: "429")
  }

  private mutating func unanswered(
    _ failure: Failure, _ trouble: Verdict.Trouble, _ ticket: Ticket, _ state: Running,
    earliest: Moment?, at now: Moment, using generator: inout some RandomNumberGenerator
  ) -> Ruling {
    var ticket = ticket
    let isServerFault: Bool
    if case .status(let status) = failure.kind {
      isServerFault = status >= 500
    } else {
      isServerFault = trouble == .unreachable || trouble == .ambiguous
    }
    if isServerFault {
      let wasOutage = outage.since != nil
      outage.fault(
        failure, trouble, of: ticket.place, wasProbe: state.isProbe && balance.isEnough,
        earliest: earliest, at: now, backoff: rules.backoff, using: &generator)
      if !wasOutage, outage.since != nil {
        notices.append(.outageBegan(reason: failure.outageReason))
      }
      self.trouble(failure.outageReason, at: now)
    } else {
      alive(state, at: now)
    }
    if state.isProbe { balance.probeEnded(next: now + poll) }
    return retryOrFail(failure, trouble, &ticket, earliest: earliest, at: now, using: &generator)
  }

  private mutating func retryOrFail(
    _ failure: Failure, _ trouble: Verdict.Trouble, _ ticket: inout Ticket, earliest: Moment?,
    at now: Moment, using generator: inout some RandomNumberGenerator
  ) -> Ruling {
    let mayBePaid = trouble == .ambiguous || trouble == .unusable
    if mayBePaid { ticket.ambiguous += 1 }
    if trouble == .unusable || outage.since == nil { ticket.used += 1 }
    if ticket.ambiguous >= 2 || ticket.used >= rules.maxAttempts { return fail(failure) }
    guard halt == nil else { return .leave }
    let wait = rules.backoff.wait(
      afterFailures: max(ticket.used, 1), using: &generator)
    return again(ticket, readyAt: max(now + wait, earliest ?? now), why: failure.label)
  }

  /// Another draw may do better, and there is nothing to wait for: the service is well.
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
    if let credits = notice.creditsLeft { balanceIs(credits) }
  }

  /// Believes the server where it is more cautious than we are.
  private mutating func believe(_ notice: RateNotice, _ verdict: Verdict, at now: Moment) {
    if let told = notice.limit, let ours = rate.limit {
      if told < ours {
        rate.lower(to: told)
        notices.append(.planIsHigherThanServers(limit: told))
      } else if told > ours, !isPlanRemarked {
        isPlanRemarked = true
        notices.append(.planIsLowerThanServers(limit: told))
      }
    }
    guard notice.remaining == 0, let reset = notice.resetIn, verdict != .rateLimited else { return }
    // `Reset` is in whole seconds: where our own log waits as long but for that, it is the better.
    let resume = now + reset
    let own = rate.earliestStart(at: now) ?? now
    if own + .seconds(1) < resume { holdBack(reset, at: now) }
  }

  private mutating func holdBack(_ wait: Duration, at now: Moment) {
    guard wait <= rules.maxOutage else {
      stop(.unreachable(for: wait, reason: "the server asks to wait that long"))
      return
    }
    quietUntil = max(quietUntil ?? now, now + wait)
  }
}
