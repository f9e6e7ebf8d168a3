package import Basics

/// All that a run decides, as a value: which attempt may start, what becomes of a job after it, what
/// is written, when the run ends. It is told what happened and answers what is to be done.
///
/// An attempt goes through these steps: a permit is granted, the start is journaled, the request is
/// sent, it ends, its outcome is saved, and only then its permit is given back and anybody told.
package struct RunState: Sendable {
  package struct Settings: Sendable {
    package var rules: RunRules
    /// By job file.
    package var runIDs: [String] = [""]
    package var sendsIdempotencyKey = false
    package var creditsPerUSD: Double?
    /// By job file: what earlier sessions spent.
    package var spends: [Spend] = [Spend()]
    package var spending = Spending()
    /// Attempts are numbered on from here.
    package var lastAttempt: UInt64 = 0
    package var progress = Progress()

    package init(rules: RunRules) {
      self.rules = rules
    }
  }

  let settings: Settings
  var rules: RunRules { settings.rules }
  var orders: [Order] = []
  /// What the limiter is to be told with the next order to it.
  var changes: [LimiterChange] = []

  // What may start.
  var ready = JobQueue()
  var isReading = false
  var retries = RetryQueue()
  var lastAttempt: UInt64
  /// Permits that were asked for and not granted yet.
  var asked = 0

  // What is under way.
  var inFlight: [AttemptID: InFlightAttempt] = [:]
  /// By job file: outcomes that could not be written.
  var unsaved: [Int: [Checkpoint.Commit]] = [:]
  private var phase = Phase.notBegun

  // What holds it back.
  var pausedUntil: MonotonicInstant?
  /// Until then a suspicious answer is being judged, and the gate turns everybody back.
  var settlesAt: MonotonicInstant?
  var outage = Outage()
  var troubleTimer = TroubleTimer()
  var balance = BalanceWatch()
  var spending: Spending
  var keyGeneration = 0
  var keyCheck = KeyCheck.none
  var holdsGate = false
  var isGateShut = false
  /// Starts in a window; `nil`: no limit.
  var limit: Int?
  var signals = 0

  // What there is to tell.
  var failures = 0
  var earlyFailures = EarlyFailureDetector()
  var isPlanRemarked = false
  var notices: [Notice] = []
  var tally: Tally
  /// By job file, earlier sessions included.
  package internal(set) var spends: [Spend]
  /// Why nothing more starts; `nil` while the run goes on.
  package internal(set) var halt: Halt?

  private enum Phase { case notBegun, running, finished }

  /// After a refusal the key's sources are read again, once; nothing starts meanwhile.
  enum KeyCheck { case none, due, underWay }
  var isCheckingKey: Bool { keyCheck != .none }

  package init(_ settings: Settings, at now: MonotonicInstant) {
    self.settings = settings
    lastAttempt = settings.lastAttempt
    spending = settings.spending
    spends = settings.spends
    limit = settings.rules.plan.requestsPerWindow
    tally = Tally(settings.progress, at: now)
  }

  /// Takes in what happened and answers what is to be done, in this order.
  package mutating func handle(
    _ event: Event, at now: MonotonicInstant, using generator: inout some RandomNumberGenerator
  ) -> [Order] {
    orders = []
    switch event {
    case .began: phase = .running
    case .tick: break
    case .jobsRead(let jobs, let isEnd): jobsRead(jobs, isEnd: isEnd)
    case .jobReadAgain(let attempt, let job): jobReadAgain(attempt, job)
    case .jobUnreadable(let attempt, let error): jobUnreadable(attempt, error)
    case .permitsGranted(let permits): assign(permits, at: now)
    case .startsJournaled(let attempts): send(attempts)
    case .startsNotJournaled(let attempts, let error):
      stop(.diskFailed(error))
      for attempt in attempts { withdraw(attempt) }
    case .news(let left, let ends, let wall):
      requestsLeft(left)
      if !ends.isEmpty { attemptsEnded(ends, wall: wall, at: now, using: &generator) }
    case .outcomesSaved(let attempts): giveBack(attempts)
    case .outcomesNotSaved(let part, let rest, let error):
      unsaved[part, default: []].append(rest)
      stop(.diskFailed(error))
    case .keyRead(let isNew, let message): keyRead(isNew: isNew, message: message)
    case .creditsAre(let credits):
      tally.creditsAre(credits)
      hear(credits: credits)
    case .signal(let number):
      signals += 1
      stop(.signal(number))
      if signals > 1 { orders.append(.cancelAll) }
    case .halted(let halt): stop(halt)
    }
    conclude(at: now)
    return orders
  }

  /// What follows from the new state, whatever happened.
  private mutating func conclude(at now: MonotonicInstant) {
    // Permits that were granted just before the end come after it, and others may need them.
    guard phase == .running else { return tellLimiter() }
    // The starts of attempts that are being saved can wait for the permits that are given back.
    if !isSaving { tellLimiter() }
    checkTime(at: now)
    askForMore(at: now)
    syncGate()
    if !notices.isEmpty {
      orders.append(.notify(notices))
      notices = []
    }
    if isOver {
      phase = .finished
      orders.append(.finish(unsaved: unsaved))
    }
  }

  mutating func tellLimiter() {
    guard !changes.isEmpty else { return }
    orders.append(.tellLimiter(changes))
    changes = []
  }

  private var isSaving: Bool {
    if case .saveOutcomes = orders.last { true } else { false }
  }

  private var isOver: Bool {
    guard inFlight.isEmpty else { return false }
    return halt != nil || (retries.isEmpty && ready.isAtEnd)
  }

  /// Starts nothing more. What came first counts, unless our own house is on fire.
  mutating func stop(_ halt: Halt) {
    if let current = self.halt, current.outranks >= halt.outranks { return }
    self.halt = halt
    notices.append(.halted(halt))
  }

  mutating func checkTime(at now: MonotonicInstant) {
    if let until = rules.until, now >= until { stop(.until) }
    if let halt = troubleTimer.halt(after: rules.maxOutage, at: now) { stop(halt) }
  }

  /// Nothing but a probe may leave.
  var isClosed: Bool { halt != nil || isCheckingKey || !balance.isEnough }

  mutating func syncGate() {
    if halt != nil, !isGateShut {
      isGateShut = true
      orders.append(.gate(.shut))
    }
    guard isClosed != holdsGate else { return }
    holdsGate.toggle()
    orders.append(.gate(holdsGate ? .hold : .release))
  }

  /// The job of an attempt in flight.
  package func job(of attempt: AttemptID) -> Job {
    guard let job = inFlight[attempt]?.job else {
      preconditionFailure("attempt \(attempt.number) has no job in flight")
    }
    return job
  }

  /// Attempts that may have been charged for without a usable answer.
  package var maybePaid: Int { tally.maybePaid }
}
