package import Basics

/// A run in simulated time: the same ``RunState`` and ``LimiterState`` as in a real run, with files
/// that take no time and a server that is a function.
package struct SimulatedRun {
  /// How the server treats an attempt that leaves now.
  package struct Treatment {
    package var latency: Duration = .seconds(1)
    package var verdict: Diagnosis = .succeeded(Answer())
    package var rate: RateNotice?
    package var balance: BalanceNotice?
    package var charge = Charge.nothing
    /// No byte ever leaves.
    package var isUnsent = false

    package init() {}
  }

  /// What surrounds the run.
  package struct World {
    package var jobs: Int
    /// The most that a job can cost, by its number from 0.
    package var ceiling: (Int) -> Money = { _ in .zero }
    /// How long a permission takes until its bytes leave.
    package var delay: (inout SplitMix64) -> Duration = { _ in .zero }
    /// Given the job, the moment when it leaves, and whether it is a probe of the balance.
    package var serve: (Int, MonotonicInstant, _ isProbe: Bool, inout SplitMix64) -> Treatment
    /// Answers whether a new key was found.
    package var readKey: () -> Bool = { false }

    package init(
      jobs: Int,
      serve: @escaping (Int, MonotonicInstant, _ isProbe: Bool, inout SplitMix64) -> Treatment
    ) {
      self.jobs = jobs
      self.serve = serve
    }
  }

  /// An attempt in the hands of the server.
  private struct Sent {
    let job: Int
    let treatment: Treatment
    let keyGeneration: Int
    var leftAt: MonotonicInstant?
  }

  /// An attempt leaves, or ends once it has left. Small, since a heap moves it about.
  private struct Due: Comparable {
    let at: MonotonicInstant
    let attempt: AttemptID

    static func < (left: Due, right: Due) -> Bool {
      (left.at, left.attempt) < (right.at, right.attempt)
    }
  }

  package private(set) var state: RunState
  package private(set) var limiter: LimiterState
  package private(set) var now: MonotonicInstant
  package private(set) var notices: [Notice] = []
  /// Jobs that were given up for this run, in the order in which that happened.
  package private(set) var left: [Int] = []
  /// Jobs that were tried at least once: the first of them.
  package private(set) var tried = 0
  package private(set) var mostInFlight = 0
  package private(set) var isOver = false
  /// Some start had to wait for the rate window.
  package private(set) var waitedForWindow = false
  package var world: World
  package var generator: SplitMix64
  /// By number: how a job ended, as it ends.
  package var onOutcome: (_ job: Int, JobDecision, MonotonicInstant) -> Void = { _, _, _ in }

  private var hasBegun = false
  private var handedOut = 0
  private var sent: [AttemptID: Sent] = [:]
  private var due = Heap<Due>()
  private var wanted = 0
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

  /// The limits in force.
  package var limits: Plan {
    var limiter = limiter
    return limiter.view(at: now).limits
  }

  /// Jobs of attempts that are under way.
  package var underWay: [Int] { due.elements.compactMap { sent[$0.attempt]?.job } }

  /// Plays until nothing is left to happen, or this long.
  package mutating func run(for length: Duration = .seconds(100_000_000)) {
    let end = now + length
    if !hasBegun {
      hasBegun = true
      handle(.began)
    }
    while !isOver, now < end {
      if wanted > 0 {
        let permits = limiter.reserve(wanted, at: now)
        if !permits.isEmpty {
          wanted = 0
          handle(.permitsGranted(permits))
          continue
        }
      }
      guard advance(until: end) else { return }
    }
  }

  /// Goes to what happens next; `false`: nothing will.
  private mutating func advance(until end: MonotonicInstant) -> Bool {
    let start = wanted > 0 ? limiter.nextStart(after: now) : nil
    let look = [start, wakesAt].compactMap { $0 }.min()
    if let next = due.first, next.at <= look ?? next.at {
      now = max(now, next.at)
      due.popFirst().map { happen($0) }
      return true
    }
    guard let look else { return false }
    if look == start { waitedForWindow = true }
    now = max(now, min(look, end))
    if let wake = wakesAt, wake <= now {
      wakesAt = nil
      handle(.tick)
    }
    return true
  }

  private mutating func happen(_ due: Due) {
    guard let attempt = sent[due.attempt] else {
      preconditionFailure("attempt \(due.attempt.number) is due, but was not sent")
    }
    guard attempt.leftAt != nil || attempt.treatment.isUnsent else {
      sent[due.attempt]?.leftAt = now
      self.due.insert(Due(at: now + attempt.treatment.latency, attempt: due.attempt))
      return handle(.news(left: [(due.attempt, at: now)], ended: [], at: Self.wall))
    }
    let treatment = attempt.treatment
    let reply = Reply(
      attempt: due.attempt, result: .success(Response(status: 200, body: [])),
      leftAt: attempt.leftAt, endedAt: now, keyGeneration: attempt.keyGeneration)
    let end = AttemptEnd(
      reply, treatment.verdict, rate: treatment.rate, balance: treatment.balance,
      charge: treatment.charge)
    handle(.news(left: [], ended: [end], at: Self.wall))
  }

  private static var wall: WallTime { WallTime(milliseconds: 0) }

  private mutating func handle(_ event: RunState.Event) {
    for order in state.handle(event, at: now, using: &generator) { carryOut(order) }
  }

  private mutating func carryOut(_ order: RunState.Order) {
    switch order {
    case .readJobs:
      let last = min(world.jobs, handedOut + 64)
      let jobs = (handedOut..<last).map { job(JobPlace(file: 0, index: $0)) }
      handedOut = last
      handle(.jobsRead(jobs, isEnd: last == world.jobs))
    case .readAgain(let attempt, let place): handle(.jobReadAgain(attempt, job(place)))
    case .askForPermits(let count): wanted = count
    case .journalStarts(let starts): handle(.startsJournaled(starts.map(\.attempt)))
    case .send(let requests): for request in requests { send(request) }
    case .saveOutcomes(let commits, let attempts):
      for commit in commits.values { tell(commit) }
      handle(.outcomesSaved(attempts))
    case .tellLimiter(let changes): for change in changes { limiter.apply(change, at: now) }
    case .readKeyAgain:
      let isNew = world.readKey()
      if isNew { keyGeneration += 1 }
      handle(.keyRead(isNew: isNew, message: "refused"))
    case .notify(let more): notices += more
    case .wake(let moment): wakesAt = moment
    case .gate, .cancelAll: break
    case .finish: isOver = true
    }
  }

  private func job(_ place: JobPlace) -> Job {
    var job = Job(
      id: "", place: place, line: place.index + 1, fingerprint: Fingerprint(0), body: [],
      model: "")
    job.ceiling = world.ceiling(place.index)
    return job
  }

  private mutating func send(_ request: Request) {
    let leaves = now + world.delay(&generator)
    let job = state.job(of: request.attempt).place.index
    let treatment = world.serve(job, leaves, request.isProbe, &generator)
    sent[request.attempt] = Sent(job: job, treatment: treatment, keyGeneration: keyGeneration)
    due.insert(
      Due(
        at: treatment.isUnsent ? leaves + treatment.latency : leaves, attempt: request.attempt))
    mostInFlight = max(mostInFlight, due.count)
    tried = max(tried, job + 1)
  }

  private mutating func tell(_ commit: Checkpoint.Commit) {
    for case .end(let attempt, let end) in commit.journal {
      let job = sent.removeValue(forKey: attempt)?.job
      if end.verdict == JournalEnd.leftToDo, let job { left.append(job) }
    }
    for record in commit.succeeded {
      onOutcome(record.job.place.index, .store(Answer()), now)
    }
    for record in commit.failed {
      if let failure = record.failure { onOutcome(record.job.place.index, .fail(failure), now) }
    }
  }
}
