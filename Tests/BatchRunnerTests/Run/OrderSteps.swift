import Basics

@testable import BatchRunner

/// A run's state with nobody who carries out its orders: tells it what happened, and spells what it
/// orders, one word group for each order.
struct OrderSteps {
  private(set) var state: RunState
  private(set) var now = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  /// All that was ordered so far.
  private(set) var all: [String] = []
  /// The results that were ordered to be saved so far.
  private(set) var results: [OutcomeRecord] = []
  /// The failures, likewise.
  private(set) var failures: [OutcomeRecord] = []
  /// The requests that were ordered to be sent so far.
  private(set) var requests: [Request] = []
  private var dice = SplitMix64(seed: 1)
  private var permits: UInt64 = 0

  init(
    _ rules: RunRules = RunRules(
      plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 99)),
    files: Int = 1, spending: Spending = Spending(), toDo: Int = 0
  ) {
    var settings = RunState.Settings(rules: rules)
    settings.runIDs = Array(repeating: "run", count: files)
    settings.spends = Array(repeating: Spend(), count: files)
    settings.spending = spending
    settings.progress.toDoAtStart = toDo
    state = RunState(settings, at: now)
  }

  mutating func pass(_ duration: Duration) { now = now + duration }

  mutating func tell(_ event: RunState.Event) -> [String] {
    let orders = state.handle(event, at: now, using: &dice)
    for case .saveOutcomes(let commits, _) in orders {
      results += commits.values.flatMap(\.succeeded)
      failures += commits.values.flatMap(\.failed)
    }
    for case .send(let sent) in orders { requests += sent }
    let words = orders.map(\.words)
    all += words
    return words
  }

  // MARK: The usual steps

  /// Begins with so many jobs in each file.
  @discardableResult
  mutating func begin(jobs: Int, files: Int = 1, ceiling: Money = .zero) -> [String] {
    let jobs = (0..<files).flatMap { file in
      (0..<jobs).map { Self.job(JobPlace(file: file, index: $0), ceiling) }
    }
    return tell(.began) + tell(.jobsRead(jobs, isEnd: true))
  }

  static func job(_ place: JobPlace, _ ceiling: Money = .zero) -> Job {
    var job = Job(
      id: "job-\(place.index + 1)", place: place, line: place.index + 1,
      fingerprint: Fingerprint(0), body: [], model: "m")
    job.ceiling = AttemptCeiling(cost: ceiling)
    return job
  }

  mutating func grant(_ count: Int) -> [String] {
    let fresh = (0..<UInt64(count)).map { Permit(number: permits + $0 + 1, model: "m") }
    permits += UInt64(count)
    return tell(.limiterAnswered(PermitAnswer(permits: fresh)))
  }

  mutating func journaled(_ attempts: UInt64...) -> [String] {
    tell(.startsJournaled(attempts.map { AttemptID($0) }))
  }

  mutating func saved(_ attempts: UInt64...) -> [String] {
    tell(.outcomesSaved(attempts.map { AttemptID($0) }))
  }

  /// So many jobs, all of whose first attempts have been sent.
  @discardableResult
  mutating func send(_ count: Int, of jobs: Int? = nil, files: Int = 1) -> [String] {
    var orders = begin(jobs: jobs ?? count, files: files) + grant(count)
    orders += tell(.startsJournaled((1...UInt64(count)).map { AttemptID($0) }))
    return orders
  }

  /// These attempts ended together, all in this way.
  mutating func ended(
    _ attempts: UInt64..., as verdict: Diagnosis, holdsGate: Bool = false, generation: Int = 0,
    rate: RateNotice? = nil, hasLeft: Bool = true, followUp: FollowUp? = nil
  ) -> [String] {
    let ends = attempts.map {
      AttemptEnd(
        Reply(
          attempt: AttemptID($0), result: .success(Response(status: 200, body: [])),
          leftAt: hasLeft ? now : nil, endedAt: now, keyGeneration: generation,
          holdsGate: holdsGate),
        verdict, rate: rate, followUp: followUp)
    }
    return tell(.news(left: [], ended: ends, at: WallTime(milliseconds: 0)))
  }
}

extension RunState.Order {
  /// What is ordered, short enough for a list.
  var words: String {
    switch self {
    case .readJobs: "read jobs"
    case .readAgain(let attempt, let place): "read job \(place.index + 1) for \(attempt.number)"
    case .askForPermits(let request):
      "ask for \(min(request.most, request.demand.reduce(0) { $0 + $1.count }))"
    case .journalStarts(let starts): "journal " + Self.list(starts.map(\.attempt))
    case .send(let requests):
      "send " + Self.list(requests.map(\.attempt))
        + (requests.contains(where: \.isProbe) ? " as a probe" : "")
    case .saveOutcomes(_, let attempts): "save " + Self.list(attempts)
    case .updateLimiter(let changes): "limiter: " + changes.map(\.words).joined(separator: ", ")
    case .gate(let change): "gate: \(change)"
    case .readKeyAgain: "read key"
    case .notify(let notices): "tell " + notices.map(\.kind).joined(separator: ", ")
    case .wake: "wake"
    case .cancelAll: "cancel all"
    case .finish(let unsaved, let reopened):
      (unsaved.isEmpty ? "finish" : "finish, saving what is left")
        + (reopened.isEmpty ? "" : ", with \(reopened.count) jobs to do again")
    }
  }

  private static func list(_ attempts: [AttemptID]) -> String {
    attempts.map { String($0.number) }.joined(separator: " ")
  }
}

extension LimiterChange {
  fileprivate var words: String {
    switch self {
    case .confirmStart(let permit, _): "start \(permit.number)"
    case .used(let permit, let tokens): "count \(permit.number) as \(tokens)"
    case .returnPermit(let permit): "back \(permit.number)"
    case .succeeded(let permit): "success \(permit.number)"
    case .pause: "pause"
    case .turnedDown(let permit, .first): "turned down \(permit.number)"
    case .turnedDown(let permit, .again): "turned down \(permit.number) again"
    case .turnedDown(let permit, .none): "turned down \(permit.number), perhaps for itself"
    case .tooManyInFlight: "fewer at once"
    case .pauseUnlessFull: "pause unless full"
    case .widenMargin: "widen"
    case .lower(let limit, _): "lower to \(limit)"
    }
  }
}
