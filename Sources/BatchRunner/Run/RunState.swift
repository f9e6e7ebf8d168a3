package import Basics

/// Decides everything in a run: which request may start, what becomes of a job after an attempt,
/// what is written to disk, and when the run ends.
///
/// It is a value without a clock, a task, a file or a source of random numbers. ``RunActor`` (in a
/// real run) and ``SimulatedRun`` (in simulated time) act for it: they pass each ``Event`` to
/// ``handle(_:at:using:)`` and carry out the ``Order``s that it returns, one after the other. Most
/// orders lead to a new event, which is handled the same way.
///
/// The steps of one attempt, with the orders (→) and the events (←) that make them:
/// 1. → `askForPermits`, ← `permitsGranted`: a job from ``ready`` or ``retries`` gets the permit
///    and becomes an ``InFlightAttempt``. A retry's job is first read again from the job file (→
///    `readAgain`, ← `jobReadAgain`), because waiting jobs are not kept in memory.
/// 2. → `journalStarts`, ← `startsJournaled`: the start is in the journal before any byte leaves.
///    So after a crash the next run knows which requests may have been sent.
/// 3. → `send`, ← `news`: the first byte left, and later the attempt ended with a reply or an
///    error.
/// 4. The reply is judged (`judge` in RunState+Judging.swift): its job is stored, failed, retried,
///    or left to do.
/// 5. → `saveOutcomes`, ← `outcomesSaved`: the outcome is on disk.
/// 6. → `updateLimiter`: only now the permit is returned.
///
/// The extensions: RunState+Messages.swift lists the events and orders, +Candidates chooses the job
/// that starts, +Starts has steps 1 to 3,
/// +Ends has steps 3, 5 and 6, +Judging has step 4, +Refusals has its part for balance, key and rate
/// limit, +Gaps for attempts that ended because the program stood still, +JobTime for jobs that take
/// too long, +AskingAgain decides about better answers, +Signals how signals end the run, and +Report
/// describes the run for displays.
package struct RunState: Sendable {
  /// What a run is given at its start, by the user and by earlier sessions.
  package struct Settings: Sendable {
    package var rules: RunRules
    /// By job file; part of the idempotency key.
    package var runIDs: [String] = [""]
    /// The models of the job files, as far as they are known. While one of them waits, the jobs of
    /// the others are looked for.
    package var models: [String] = []
    package var sendsIdempotencyKey = false
    /// Every answer is asked for as a server-sent stream (`--stream`).
    package var asksForStreams = false
    /// What the user says a dollar is worth; `nil`: credits are not shown.
    package var creditsPerUSD: Double?
    /// By job file: what earlier sessions spent.
    package var spends: [Spend] = [Spend()]
    /// The spending cap, with what earlier sessions used of it.
    package var spending = Spending()
    /// The number of the last attempt of earlier sessions; 0 in a new run.
    package var lastAttempt: UInt64 = 0
    /// The counts of earlier sessions.
    package var progress = RunProgress()
    /// The jobs that failed in a row in earlier sessions.
    package var streak = FailureStreak()
    /// The time of day when the run begins.
    package var wall = WallTime(milliseconds: 0)

    package init(rules: RunRules) {
      self.rules = rules
    }
  }

  let settings: Settings
  var rules: RunRules { settings.rules }
  /// The answer to the event that is being handled; filled step by step.
  var orders: [Order] = []
  /// Changes that go to the limiter with the next ``Order/updateLimiter(_:)``.
  var changes: [LimiterChange] = []

  // MARK: Jobs that may start

  /// Jobs that were read ahead and not tried yet.
  var ready = JobQueue()
  /// An order to read jobs was given, and its event has not come yet.
  var isReading = false
  /// Jobs that were read and put aside, because their model waits.
  var setAside = JobsSetAside()
  /// Jobs that wait for another attempt.
  var retries = RetryQueue()
  /// The number of the last attempt that got a permit.
  var lastAttempt: UInt64
  /// Jobs that wait for something other than a time.
  var heldBack = HeldBackJobs()
  /// Jobs with an earlier answer that will not be asked again, and whose answer is not stored yet.
  var withdrawn: [RetryBudget] = []
  /// What was asked of the limiter and is not answered yet. At most one request is open; it may be
  /// changed.
  var openRequest: PermitRequest?
  /// The number of the latest request for permits.
  var lastRequest = 0

  // MARK: Attempts in flight

  /// Saves of earlier answers that were ordered and have not ended, see
  /// ``storeEarlierAnswers(at:)``.
  var savesOfEarlier = 0
  /// From the granted permit until the outcome is on disk.
  var inFlight: [AttemptID: InFlightAttempt] = [:]
  /// By job file: outcomes that could not be written. They are tried once more at the end.
  var unsaved: [Int: [Checkpoint.Commit]] = [:]
  private var phase = Phase.notBegun

  // MARK: Reasons to wait

  /// The pauses after a status 429.
  var waits: ModelWaits
  /// A job is in flight alone, to find out whether it is too large for the limit.
  var isTestingJob = false
  /// A short wait after the transport's gate stopped an attempt: the reply that closed the gate is
  /// still being judged. `nil`: no attempt was stopped yet.
  var settlesAt: MonotonicInstant?
  /// Knows the gaps in which the program stood still.
  var time: RunningTime
  var outage = Outage()
  var repeatedErrors = RepeatedErrors()
  var troubleTimer = TroubleTimer()
  var balance = BalanceWatch()
  var spending: Spending
  /// The number of key changes since the start, see ``KeyRing``.
  var keyGeneration = 0
  var keyCheck = KeyCheck.none
  /// The server's words when it refused the key last.
  var keyRefusal = ""
  /// What the last gate orders asked for: the run holds the gate.
  var holdsGate = false
  /// The gate is closed for good, for probes too.
  var isGateShut = false
  /// The most starts in a window after what the server said, where that is less than the plan's; by
  /// model if the plan's limits are.
  var limits: [String: Int] = [:]
  /// The time of day at the transport's last news or else at the start, and when that was.
  private var lastWall: (wall: WallTime, at: MonotonicInstant)
  /// The limit of a day of which the user was told last; `nil`: of none.
  var dailyWaitNoticed: DailyWait?
  /// Signals received: the first drains the run, the second cancels what is in flight.
  var signals = 0
  /// When what is in flight is cancelled, see ``RunRules/grace``; `nil`: no signal came, or it was
  /// cancelled already.
  var graceEnds: MonotonicInstant?

  // MARK: Results for the user

  /// Jobs that failed for good in this session.
  var failures = 0
  var streak: FailureStreak
  /// Jobs that have succeeded in this session, by model.
  var successes: [String: Int] = [:]
  /// By model, once a job was turned down because of a rate.
  var refusals: [String: RefusalsBetweenSuccesses] = [:]
  /// The user was told that the server allows more than the plan; that is said once.
  var isHigherLimitNoticed = false
  /// Notices that go out with the next ``Order/notify(_:)``.
  var notices: [Notice] = []
  var tally: Tally
  var stragglers = Stragglers()
  /// By job file, earlier sessions included.
  package internal(set) var spends: [Spend]
  /// Why nothing more starts; `nil` while the run goes on.
  package internal(set) var halt: Halt?

  private enum Phase { case notBegun, running, finished }

  /// After the server refused the key, the key's sources are read again, once. No request starts
  /// meanwhile. `due`: the order is given once the outcome of the refused attempt is on disk.
  enum KeyCheck { case none, due, underWay }
  var isCheckingKey: Bool { keyCheck != .none }

  package init(_ settings: Settings, at now: MonotonicInstant) {
    self.settings = settings
    lastAttempt = settings.lastAttempt
    spending = settings.spending
    spends = settings.spends
    streak = settings.streak
    waits = ModelWaits(models: settings.models)
    tally = Tally(settings.progress, at: now)
    time = RunningTime(at: now)
    lastWall = (settings.wall, now)
  }

  /// Takes in one event and returns what must be done, in the order in which it must be done.
  package mutating func handle(
    _ event: Event, at now: MonotonicInstant, using generator: inout some RandomNumberGenerator
  ) -> [Order] {
    orders = []
    switch event {
    case .began: phase = .running
    case .tick: break
    case .stoodStill(let gap): time.add(gap, at: now)
    case .jobsRead(let jobs, let isEnd): jobsRead(jobs, isEnd: isEnd)
    case .jobReadAgain(let attempt, let job): jobReadAgain(attempt, job)
    case .jobUnreadable(let attempt, let error): jobUnreadable(attempt, error)
    case .limiterAnswered(let answer): limiterAnswered(answer, at: now)
    case .startsJournaled(let attempts): send(attempts, at: now)
    case .startsNotJournaled(let attempts, let error):
      stop(.diskFailed(error))
      for attempt in attempts { withdraw(attempt) }
    case .news(let left, let ends, let wall):
      lastWall = (wall, now)
      requestsLeft(left)
      if !ends.isEmpty { attemptsEnded(ends, wall: wall, at: now, using: &generator) }
    case .outcomesSaved(let attempts):
      if attempts.isEmpty { savesOfEarlier -= 1 }
      outcomesSaved(attempts)
    case .outcomesNotSaved(let part, let rest, let error):
      unsaved[part, default: []].append(rest)
      stop(.diskFailed(error))
    case .keyRead(let isNew, let message): keyRead(isNew: isNew, message: message)
    case .creditsReported(let credits):
      tally.creditsReported(credits)
      checkCredits(credits)
    case .signal(let number): signal(number, at: now)
    case .halted(let halt): stop(halt)
    }
    giveFollowUpOrders(at: now)
    return orders
  }

  /// Adds the orders that depend on the new state only, whatever the event was.
  private mutating func giveFollowUpOrders(at now: MonotonicInstant) {
    // Permits that were granted just before the end arrive after it. Other runs may need them.
    guard phase == .running else { return updateLimiter() }
    // While outcomes are being saved, confirmed starts can wait and go with the returned permits.
    if !isSaving { updateLimiter() }
    checkTime(at: now)
    checkGrace(at: now)
    requestMorePermits(at: now)
    storeEarlierAnswers(at: now)
    syncGate()
    if !notices.isEmpty {
      orders.append(.notify(notices))
      notices = []
    }
    if isOver {
      phase = .finished
      orders.append(.finish(unsaved: unsaved, reopened: reopenedJobs))
    }
  }

  /// The jobs that failed in a row, if that is why the run halted: they are still to do.
  private var reopenedJobs: [JobPlace] {
    guard case .allAlike = halt else { return [] }
    return streak.jobs
  }

  /// Orders that the collected changes go to the limiter.
  mutating func updateLimiter() {
    guard !changes.isEmpty else { return }
    orders.append(.updateLimiter(changes))
    changes = []
  }

  private var isSaving: Bool {
    if case .saveOutcomes = orders.last { true } else { false }
  }

  /// No attempt is in flight, and none will start.
  private var isOver: Bool {
    guard inFlight.isEmpty, savesOfEarlier == 0, withdrawn.isEmpty else { return false }
    return halt != nil
      || (retries.isEmpty && heldBack.isEmpty && setAside.isEmpty && ready.isAtEnd)
  }

  /// Lets no more requests start. The first reason counts, unless a later one has a higher
  /// ``Halt/priority``.
  mutating func stop(_ halt: Halt) {
    if let current = self.halt, current.priority >= halt.priority { return }
    self.halt = halt
    notices.append(.halted(halt))
  }

  /// Halts if the time of `--until` is reached, or if trouble has lasted for `--max-outage`.
  mutating func checkTime(at now: MonotonicInstant) {
    if let until = rules.until, now >= until { stop(.until) }
    if let halt = troubleTimer.halt(
      after: rules.maxOutage, at: time.running(at: now))
    {
      stop(halt)
    }
  }

  /// No request may leave, except a probe.
  var isClosed: Bool { halt != nil || isCheckingKey || !balance.isEnough }

  /// Gives the orders that bring the transport's ``Gate`` in line with the state.
  mutating func syncGate() {
    if halt != nil, !isGateShut {
      isGateShut = true
      orders.append(.gate(.shut))
    }
    guard isClosed != holdsGate else { return }
    holdsGate.toggle()
    orders.append(.gate(holdsGate ? .hold : .release))
  }

  /// The time of day.
  func wall(at now: MonotonicInstant) -> WallTime { lastWall.wall + lastWall.at.duration(to: now) }

  /// The job of an attempt in flight. The attempt must have been journaled, so its job is known.
  package func job(of attempt: AttemptID) -> Job {
    guard let job = inFlight[attempt]?.job else {
      preconditionFailure("attempt \(attempt.number) has no job in flight")
    }
    return job
  }

  /// The estimates of tokens in beside what the answers of this session tell, by model.
  package var tokenCounts: [String: TokenCount] { tally.counts }
  /// By model: the jobs of this session that ended with an answer that tells its tokens.
  package var answeredJobs: [String: Int] { tally.answered }

  /// Attempts that may have been charged for without a usable answer.
  package var maybePaid: Int { tally.maybePaid }
}
