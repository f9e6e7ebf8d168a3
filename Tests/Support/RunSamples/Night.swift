import Basics
import BatchRunner

/// A night in simulated time: a run against a server made of closures.
struct Night {
  typealias Run = SimulatedRun

  /// How the server treats an attempt that leaves now.
  struct Treatment {
    var latency: Duration = .seconds(1)
    var diagnosis: Diagnosis = .succeeded(AnswerFacts())
    var rate: RateNotice?
    var balance: BalanceNotice?
    var charge = Charge.nothing
    var tokensAtMost = 0
    var followUp: FollowUp?
    /// No byte ever leaves.
    var isUnsent = false

    fileprivate var ofRun: Run.Treatment {
      var treatment = Run.Treatment()
      treatment.latency = latency
      treatment.diagnosis = diagnosis
      treatment.rate = rate
      treatment.balance = balance
      treatment.charge = charge
      treatment.tokensAtMost = tokensAtMost
      treatment.followUp = followUp
      treatment.isUnsent = isUnsent
      return treatment
    }
  }

  struct Start: Equatable {
    let job: Int
    let at: MonotonicInstant
    let isProbe: Bool
  }

  /// What the server and the disk have seen.
  private final class Record {
    var starts: [Start] = []
    var stored: [Int] = []
    var flags: [Int: AnswerFlags] = [:]
    var failed: [Int: Failure] = [:]
  }

  private var run: Run
  private let record = Record()

  /// `models`: of the jobs, by turns. `serve`: the job, when it left, and how many have left
  /// before.
  init(
    jobs: Int, models: [String] = [""], rules: RunRules, history: [MonotonicInstant] = [],
    uncertain: Int = 0, earlier: [EarlierStart] = [],
    spending: Spending = Spending(), seed: UInt64 = 1,
    from start: MonotonicInstant = MonotonicInstant(nanoseconds: 1_000_000_000_000),
    serve: @escaping (Int, MonotonicInstant, Int) -> Treatment
  ) {
    var settings = RunState.Settings(rules: rules)
    settings.spending = spending
    settings.models = Set(models).sorted()
    let record = record
    var world = Run.World(jobs: jobs) { job, leaves, isProbe, _ in
      let treatment = serve(job, leaves, record.starts.count)
      if !treatment.isUnsent {
        record.starts.append(Start(job: job, at: leaves, isProbe: isProbe))
      }
      return treatment.ofRun
    }
    world.model = { models[$0 % models.count] }
    run = Run(
      settings,
      LimiterState(
        rules.plan, history: history, uncertain: uncertain, earlier: earlier, at: start),
      in: world, at: start, using: SplitMix64(seed: seed))
    run.onOutcome = { job, decision, _ in
      switch decision {
      case .store(let answer):
        record.stored.append(job)
        record.flags[job] = answer.flags
      case .fail(let failure, _): record.failed[job] = failure
      case .storeEarlier, .again, .leave: break
      }
    }
  }

  /// Plays until nothing is left to happen, or this long.
  mutating func run(for length: Duration = .seconds(1_000_000)) {
    run.run(for: length)
  }

  var now: MonotonicInstant { run.now }
  var starts: [Start] { record.starts }
  var stored: [Int] { record.stored }
  /// Of the jobs that are stored.
  var flags: [Int: AnswerFlags] { record.flags }
  var failed: [Int: Failure] { record.failed }
  /// Jobs that were given up for this run, in the order in which that happened.
  var left: [Int] { run.left }
  var notices: [Notice] { run.notices }
  var halt: Halt? { run.state.halt }
  var inFlight: Int { run.underWay.count }
  /// Jobs of attempts that are under way.
  var underWay: [Int] { run.underWay }
  var mostInFlight: Int { run.mostInFlight }
  /// The job that is next of those that were not tried yet.
  var nextJob: Int { run.tried }
  var limits: Plan { run.limits }
  /// What the server has shown to take, in starts a second; `nil`: nothing was learned.
  var learned: Double? {
    var limiter = run.limiter
    return limiter.view(at: run.now).learnedStartsPerSecond
  }

  /// The most that a job can cost.
  var ceiling: (Int) -> AttemptCeiling {
    get { run.world.ceiling }
    set { run.world.ceiling = newValue }
  }
  /// Answers whether a new key was found.
  var readKey: () -> Bool {
    get { run.world.readKey }
    set { run.world.readKey = newValue }
  }
  /// How long a permission takes until its bytes leave, in seconds.
  var jitter: ClosedRange<Double> = 0...0 {
    didSet {
      let jitter = jitter
      run.world.delay = { .seconds(Double.random(in: jitter, using: &$0)) }
    }
  }

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

extension RunRules {
  static func limiting(_ limit: Int?, _ concurrency: Int, _ window: Duration = .seconds(60))
    -> RunRules
  {
    RunRules(
      plan: Plan(
        name: .starter, requestsPerWindow: limit, concurrency: concurrency, window: window,
        margin: .milliseconds(500)))
  }
}
