import Basics
import BatchRunner

/// A night in simulated time: the real schedule against a server made of closures.
struct Night {
  /// How the server treats an attempt that leaves now.
  struct Treatment {
    var latency: Duration = .seconds(1)
    var verdict: Verdict = .succeeded(Answer())
    var rate: RateNotice?
    var balance: BalanceNotice?
    var charge = Charge.nothing
    /// No byte ever leaves.
    var isUnsent = false
  }

  struct Start: Equatable {
    let job: Int
    let at: Moment
    let isProbe: Bool
  }

  private struct Event {
    let at: Moment
    let attempt: AttemptID
    let ticket: Ticket
    let treatment: Treatment
    let leftAt: Moment?
    let generation: Int
  }

  var schedule: Schedule
  private let jobs: Int
  private let serve: (Int, Moment, Int) -> Treatment
  private(set) var nextJob = 0
  private var events: [Event] = []
  private var generator: SplitMix64
  private(set) var now: Moment
  private(set) var starts: [Start] = []
  private(set) var stored: [Int] = []
  private(set) var failed: [Int: Failure] = [:]
  private(set) var left: [Int] = []
  private(set) var notices: [Notice] = []
  private(set) var mostInFlight = 0
  /// The most that a job can cost.
  var ceiling: (Int) -> Money = { _ in .zero }
  private var keyGeneration = 0
  /// Answers whether a new key was found.
  var readKey: () -> Bool = { false }
  /// How long a permission takes until its bytes leave.
  var jitter: ClosedRange<Double> = 0...0

  /// `serve`: the job, when it left, and how many have left before.
  init(
    jobs: Int, rules: Rules, history: [Moment] = [], uncertain: Int = 0,
    spending: Spending = Spending(), seed: UInt64 = 1,
    from start: Moment = Moment(nanoseconds: 1_000_000_000_000),
    serve: @escaping (Int, Moment, Int) -> Treatment
  ) {
    self.jobs = jobs
    self.serve = serve
    generator = SplitMix64(seed: seed)
    now = start
    schedule = Schedule(
      rules, history: history, uncertain: uncertain, spending: spending, at: start)
  }

  /// Plays until nothing is left to happen, or this long.
  mutating func run(for length: Duration = .seconds(1_000_000)) {
    let end = now + length
    while now < end {
      let step = schedule.next(at: now, nextJob: nextJob < jobs ? ceiling(nextJob) : nil)
      notices += schedule.takeNotices()
      switch step {
      case .startNew(let attempt, let isProbe):
        let place = JobPlace(file: 0, index: nextJob)
        start(attempt, Ticket(place: place, ceiling: ceiling(nextJob)), isProbe)
        nextJob += 1
      case .retry(let attempt, let ticket, let isProbe):
        start(attempt, ticket, isProbe)
      case .wait(let until):
        guard advance(until, end) else { return }
      case .over:
        return
      }
    }
  }

  private mutating func start(_ attempt: AttemptID, _ ticket: Ticket, _ isProbe: Bool) {
    let delay = Duration.seconds(Double.random(in: jitter, using: &generator))
    let leaves = now + delay
    let treatment = serve(ticket.place.index, leaves, starts.count)
    mostInFlight = max(mostInFlight, schedule.inFlight)
    if !treatment.isUnsent {
      starts.append(Start(job: ticket.place.index, at: leaves, isProbe: isProbe))
      schedule.left(attempt, at: leaves)
    }
    events.append(
      Event(
        at: leaves + treatment.latency, attempt: attempt, ticket: ticket, treatment: treatment,
        leftAt: treatment.isUnsent ? nil : leaves, generation: keyGeneration))
    events.sort { ($0.at, $0.attempt) < ($1.at, $1.attempt) }
  }

  /// Goes to what happens next; `false`: nothing will.
  private mutating func advance(_ until: Moment?, _ end: Moment) -> Bool {
    guard let event = events.first, event.at <= until ?? event.at else {
      // A tick a second looks at the clock, as in the real world.
      guard let until else { return false }
      now = max(now + .nanoseconds(1), min(until, end))
      return true
    }
    now = max(now, event.at)
    events.removeFirst()
    let treatment = event.treatment
    var end = Schedule.End(
      attempt: event.attempt, verdict: treatment.verdict, leftAt: event.leftAt,
      keyGeneration: event.generation, rate: treatment.rate, balance: treatment.balance)
    end.charge = treatment.charge
    let ruling = schedule.judge(end, ticket: event.ticket, at: now, using: &generator)
    switch ruling {
    case .store: stored.append(event.ticket.place.index)
    case .fail(let failure): failed[event.ticket.place.index] = failure
    case .leave: left.append(event.ticket.place.index)
    case .again: break
    }
    schedule.release(event.attempt)
    if schedule.wantsKey {
      let isNew = readKey()
      if isNew { keyGeneration += 1 }
      schedule.keyWasRead(again: isNew, message: "refused")
    }
    return true
  }

  /// Jobs of attempts that are under way.
  var underWay: [Int] { events.map(\.ticket.place.index) }

  /// The most starts in any window of this length, retries and all.
  func mostStarts(in window: Duration) -> Int {
    let stamps = starts.map(\.at).sorted()
    var most = 0
    var first = 0
    for last in stamps.indices {
      while stamps[first] + window <= stamps[last] { first += 1 }
      most = max(most, last - first + 1)
    }
    return most
  }
}

extension Rules {
  static func limiting(_ limit: Int?, _ concurrency: Int, _ window: Duration = .seconds(60))
    -> Rules
  {
    Rules(
      plan: Plan(
        name: .starter, requestsPerWindow: limit, concurrency: concurrency, window: window,
        margin: .milliseconds(500)))
  }
}
