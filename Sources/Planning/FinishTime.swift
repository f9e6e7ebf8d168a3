import Basics
package import BatchRunner

/// When a run would be done: the run itself, played in simulated time.
package struct FinishTime: Sendable, Equatable {
  package enum Limit: String, Sendable {
    case rate = "requests per minute"
    case concurrency
  }

  /// Where the money that there is runs out.
  package struct Shortage: Sendable, Equatable {
    /// Jobs that are paid by then.
    package let jobs: Int
    package let after: Duration
  }

  package private(set) var duration = Duration.zero
  /// Jobs that are not started when the user's time is up.
  package private(set) var left = 0
  /// What held the run up for longer.
  package private(set) var limit = Limit.concurrency
  /// `nil`: the balance lasts, or is not known.
  package private(set) var shortage: Shortage?
  /// Seconds that an answer is taken to last at most, whatever a run's files say.
  private static let longestAnswer = 86_400.0
  /// Seconds of an answer, on the mean.
  package private(set) var meanSeconds = 0.0

  /// `budget`: US dollars that there are; `nil`: not known.
  package init(
    _ forecast: Forecast, _ rules: RunRules, _ length: Forecast.Length, budget: Double? = nil,
    seed: UInt64 = 1
  ) {
    let bill = Bill(budget)
    let start = MonotonicInstant(nanoseconds: 0)
    let world = SimulatedRun<SplitMix64>.World(jobs: forecast.items) { job, _, _, dice in
      let part = forecast.part(job, length)
      let seconds = dice.logNormal(mean: part.seconds, variance: part.variance)
      bill.start(seconds: seconds)
      var treatment = SimulatedRun<SplitMix64>.Treatment()
      treatment.latency = .nanoseconds(Int64(min(max(0, seconds), Self.longestAnswer) * 1e9))
      return treatment
    }
    var run = SimulatedRun(
      RunState.Settings(rules: rules), LimiterState(rules.plan, at: start), in: world, at: start,
      using: SplitMix64(seed: seed))
    run.onOutcome = { job, _, now in
      bill.pay(forecast.part(job, length).cost, after: start.duration(to: now))
    }
    run.run()
    // Of a sample, each job stands for several.
    duration = start.duration(to: run.now) * forecast.weight
    left = (forecast.items - bill.started) * forecast.weight
    shortage = bill.shortage
    meanSeconds = bill.started > 0 ? bill.seconds / Double(bill.started) : 0
    guard run.waitedForWindow, let most = rules.plan.requestsPerWindow else { return }
    // Which of the two lets fewer start in the long run.
    let byRate = Double(most) / ((rules.plan.window + rules.plan.margin) / .seconds(1))
    let byPlaces = Double(rules.plan.concurrency) / max(meanSeconds, 1e-9)
    limit = byRate < byPlaces ? .rate : .concurrency
  }

  /// What the simulated run has cost so far.
  private final class Bill {
    private(set) var started = 0
    private(set) var seconds = 0.0
    private(set) var shortage: Shortage?
    private let budget: Double?
    private var spent = 0.0
    private var paid = 0

    init(_ budget: Double?) {
      self.budget = budget
    }

    func start(seconds: Double) {
      started += 1
      self.seconds += seconds
    }

    func pay(_ cost: Double, after time: Duration) {
      spent += cost
      if let budget, shortage == nil, spent > budget {
        shortage = Shortage(jobs: paid, after: time)
      }
      paid += 1
    }
  }
}
