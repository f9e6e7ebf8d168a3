package import Basics

/// A run in simulated time: the same ``RunState`` and ``LimiterState`` as in a real run, with a
/// disk that takes no time and with a function as the server.
///
/// It carries out the same orders as ``RunActor``. Its clock jumps from one step to the next, so a
/// run of hours takes milliseconds. Used by tests and to estimate when a run will end.
package struct SimulatedRun {
  /// How the server answers one attempt.
  package struct Treatment {
    /// From the first byte of the request to the end of the reply.
    package var latency: Duration = .seconds(1)
    package var diagnosis: Diagnosis = .succeeded(AnswerFacts())
    package var rate: RateNotice?
    package var balance: BalanceNotice?
    package var charge = Charge.nothing
    /// Of an attempt that tells no counts.
    package var tokensAtMost = 0
    /// What an option asks for after the answer.
    package var followUp: FollowUp?
    /// The attempt ends before any byte has left.
    package var isUnsent = false

    package init() {}
  }

  /// The jobs, the server and the key, as functions.
  package struct World {
    /// The number of jobs.
    package var jobs: Int
    /// The model of a job.
    package var model: (Int) -> String = { _ in "" }
    /// The most that a job can cost; jobs are numbered from 0.
    package var ceiling: (Int) -> AttemptCeiling = { _ in .zero }
    /// The time from the order to send until the first byte leaves.
    package var delay: (inout SplitMix64) -> Duration = { _ in .zero }
    /// The server: gets the job's number, the time at which the request leaves, and whether it is a
    /// probe of the balance.
    package var serve: (Int, MonotonicInstant, _ isProbe: Bool, inout SplitMix64) -> Treatment
    /// Reads the key again; returns whether it is a new one.
    package var readKey: () -> Bool = { false }

    package init(
      jobs: Int,
      serve: @escaping (Int, MonotonicInstant, _ isProbe: Bool, inout SplitMix64) -> Treatment
    ) {
      self.jobs = jobs
      self.serve = serve
    }
  }

  /// An attempt that was sent and has not ended.
  private struct SentAttempt {
    let job: Int
    let treatment: Treatment
    /// Of the key that the request carries.
    let keyGeneration: Int
    /// `nil` until its first byte has left.
    var leftAt: MonotonicInstant?
  }

  /// An attempt in flight sends its first byte, or ends once it has done so. Small, since a heap
  /// moves it about.
  private struct PlannedStep: Comparable {
    let at: MonotonicInstant
    let attempt: AttemptID

    static func < (left: PlannedStep, right: PlannedStep) -> Bool {
      (left.at, left.attempt) < (right.at, right.attempt)
    }
  }

  package private(set) var state: RunState
  package private(set) var limiter: LimiterState
  package private(set) var now: MonotonicInstant
  package private(set) var notices: [Notice] = []
  /// Jobs whose last attempt left them to do in a later run, in the order in which they ended.
  package private(set) var left: [Int] = []
  /// The number of the highest job that was tried, plus one. Jobs start in order, so this is also
  /// the first job that was never tried.
  package private(set) var tried = 0
  package private(set) var mostInFlight = 0
  package private(set) var isOver = false
  /// At least one start had to wait for the rate window.
  package private(set) var waitedForWindow = false
  package var world: World
  package var generator: SplitMix64
  /// Called with each job that succeeds or fails for good, at that time.
  package var onOutcome: (_ job: Int, JobDecision, MonotonicInstant) -> Void = { _, _, _ in }

  private var hasBegun = false
  /// How many jobs the state has been given.
  private var jobsRead = 0
  private var sent: [AttemptID: SentAttempt] = [:]
  private var steps = Heap<PlannedStep>()
  /// What the state asked of the limiter and did not get yet.
  private var openRequest: PermitRequest?
  /// The time of the next tick that the state asked for.
  private var wakesAt: MonotonicInstant?
  private var keyGeneration = 0

  package init(
    _ settings: RunState.Settings, _ limiter: LimiterState, in world: World,
    at start: MonotonicInstant,
    using generator: SplitMix64
  ) {
    state = RunState(settings, at: start)
    self.limiter = limiter
    self.world = world
    self.generator = generator
    now = start
  }

  /// The limits in force: the plan, changed by what the server said.
  package var limits: Plan {
    var limiter = limiter
    return limiter.view(at: now).limits
  }

  /// The jobs of the attempts in flight.
  package var underWay: [Int] { steps.elements.compactMap { sent[$0.attempt]?.job } }

  /// Plays until the run is over, until nothing more can happen, or for this long. May be called
  /// again to go on.
  package mutating func run(for length: Duration = .seconds(100_000_000)) {
    let end = now + length
    if !hasBegun {
      hasBegun = true
      handle(.began)
    }
    while !isOver, now < end {
      if let request = openRequest, let answer = limiter.answer(request, at: now) {
        openRequest = nil
        handle(.limiterAnswered(answer))
        continue
      }
      guard advance(until: end) else { return }
    }
  }

  /// Moves the clock to the next step or wake-up and lets it happen; `false`: there is none.
  private mutating func advance(until end: MonotonicInstant) -> Bool {
    let start = openRequest.flatMap { limiter.nextStart(for: $0.demand, after: now) }
    let nextLook = [start, wakesAt].compactMap { $0 }.min()
    if let next = steps.first, next.at <= nextLook ?? next.at {
      now = max(now, next.at)
      steps.popFirst().map { perform($0) }
      return true
    }
    guard let nextLook else { return false }
    if nextLook == start { waitedForWindow = true }
    now = max(now, min(nextLook, end))
    if let wake = wakesAt, wake <= now {
      wakesAt = nil
      handle(.tick)
    }
    return true
  }

  private mutating func perform(_ step: PlannedStep) {
    guard let attempt = sent[step.attempt] else {
      preconditionFailure("attempt \(step.attempt.number) goes on, but was not sent")
    }
    guard attempt.leftAt != nil || attempt.treatment.isUnsent else {
      sent[step.attempt]?.leftAt = now
      steps.insert(PlannedStep(at: now + attempt.treatment.latency, attempt: step.attempt))
      return handle(.news(left: [(step.attempt, at: now)], ended: [], at: Self.wall))
    }
    let treatment = attempt.treatment
    let reply = Reply(
      attempt: step.attempt, result: .success(Response(status: 200, body: [])),
      leftAt: attempt.leftAt, endedAt: now, keyGeneration: attempt.keyGeneration)
    let end = AttemptEnd(
      reply, treatment.diagnosis, rate: treatment.rate, balance: treatment.balance,
      charge: treatment.charge, tokensAtMost: treatment.tokensAtMost,
      followUp: treatment.followUp)
    handle(.news(left: [], ended: [end], at: Self.wall))
  }

  private static var wall: WallTime { WallTime(milliseconds: 0) }

  private mutating func handle(_ event: RunState.Event) {
    for order in state.handle(event, at: now, using: &generator) { carryOut(order) }
  }

  private mutating func carryOut(_ order: RunState.Order) {
    switch order {
    case .readJobs:
      let last = min(world.jobs, jobsRead + 64)
      let jobs = (jobsRead..<last).map { job(JobPlace(file: 0, index: $0)) }
      jobsRead = last
      handle(.jobsRead(jobs, isEnd: last == world.jobs))
    case .readAgain(let attempt, let place): handle(.jobReadAgain(attempt, job(place)))
    case .askForPermits(let request): openRequest = request
    case .journalStarts(let starts): handle(.startsJournaled(starts.map(\.attempt)))
    case .send(let requests): for request in requests { send(request) }
    case .saveOutcomes(let commits, let attempts):
      for commit in commits.values { reportOutcomes(commit) }
      handle(.outcomesSaved(attempts))
    case .updateLimiter(let changes): for change in changes { limiter.apply(change, at: now) }
    case .readKeyAgain:
      let isNew = world.readKey()
      if isNew { keyGeneration += 1 }
      handle(.keyRead(isNew: isNew, message: "refused"))
    case .notify(let more): notices += more
    case .wake(let time): wakesAt = time
    case .gate, .cancelAll: break
    case .finish: isOver = true
    }
  }

  /// A job without content: only its place and its ceiling matter here.
  private func job(_ place: JobPlace) -> Job {
    var job = Job(
      id: "", place: place, line: place.index + 1, fingerprint: Fingerprint(0), body: [],
      model: world.model(place.index))
    job.ceiling = world.ceiling(place.index)
    return job
  }

  /// Asks the server function for the attempt's treatment and plans its next step.
  private mutating func send(_ request: Request) {
    let leaves = now + world.delay(&generator)
    let job = state.job(of: request.attempt).place.index
    let treatment = world.serve(job, leaves, request.isProbe, &generator)
    sent[request.attempt] = SentAttempt(
      job: job, treatment: treatment, keyGeneration: keyGeneration)
    steps.insert(
      PlannedStep(
        at: treatment.isUnsent ? leaves + treatment.latency : leaves, attempt: request.attempt))
    mostInFlight = max(mostInFlight, steps.count)
    tried = max(tried, job + 1)
  }

  /// Calls ``onOutcome`` for jobs that ended, and collects those that are left to do.
  private mutating func reportOutcomes(_ commit: Checkpoint.Commit) {
    for case .end(let attempt, let end) in commit.journal {
      let job = sent.removeValue(forKey: attempt)?.job
      if end.verdict == JournalEnd.leftToDo, let job { left.append(job) }
    }
    for record in commit.succeeded {
      onOutcome(record.job.place.index, .store(AnswerFacts(flags: record.flags)), now)
    }
    for record in commit.failed {
      if let failure = record.failure { onOutcome(record.job.place.index, .fail(failure), now) }
    }
  }
}
