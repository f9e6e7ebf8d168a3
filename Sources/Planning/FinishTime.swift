import Basics
package import BatchRunner

/// When a run would end. It simulates the run with the real scheduler in simulated time.
package struct FinishTime: Sendable, Equatable {
  /// Which of the plan's limits slows the run down. The raw value appears in JSON output.
  package enum Limit: String, Sendable {
    case rate = "requests per minute"
    case tokens = "tokens per minute"
    case day = "requests per day"
    case tokensOfDay = "tokens per day"
    case concurrency

    /// It makes the run wait for the next day.
    var isDaily: Bool { self == .day || self == .tokensOfDay }
  }

  /// The point at which the balance runs out.
  package struct Shortage: Sendable, Equatable {
    /// Jobs paid before that.
    package let jobs: Int
    /// The time from the start of the run.
    package let after: Duration
  }

  /// From the start of the run to its end.
  package private(set) var duration = Duration.zero
  /// Jobs that do not start before the user's deadline; 0 without a deadline.
  package private(set) var left = 0
  /// The limit that is lower in the long run.
  package private(set) var limit = Limit.concurrency
  /// `nil` if the balance is enough or unknown.
  package private(set) var shortage: Shortage?
  /// The longest time in seconds that an answer is taken to last, whatever a run's files say.
  private static let longestAnswer = 86_400.0
  /// The mean seconds of an answer.
  package private(set) var meanSeconds = 0.0

  /// Simulates the jobs of `forecast` with answers of the given `length`.
  ///
  /// `earlier`: starts of the last day; the run begins at 0. `budget` is the balance in US dollars;
  /// `nil` if unknown. `seed` is for the random times of the
  /// answers. Of more jobs than `mostPlayed`, an even sample is simulated, and each job in it stands
  /// for several.
  package init(
    _ forecast: Forecast, _ rules: RunRules, _ length: Forecast.Length,
    earlier: [EarlierStart] = [],
    budget: Double? = nil,
    seed: UInt64 = 1, mostPlayed: Int = 10_000
  ) {
    let start = MonotonicInstant(nanoseconds: 0)
    let stride = max(1, (forecast.items + mostPlayed - 1) / mostPlayed)
    let played = forecast.items / stride
    let scale = played > 0 ? Double(forecast.jobs) / Double(played) : 1
    let totals = Totals(budget.map { $0 / scale })
    var world = SimulatedRun.World(jobs: played) { job, _, _, generator in
      let expected = forecast.expectation(job * stride, length)
      let seconds = generator.logNormal(mean: expected.seconds, variance: expected.variance)
      totals.addStart(seconds: seconds, tokens: expected.tokensIn + expected.tokensOut)
      var treatment = SimulatedRun.Treatment()
      if rules.plan.countsTokens {
        let tokens = { Int(min(max(0, $0), 1e12)) }
        treatment.diagnosis = .succeeded(
          AnswerFacts(tokensIn: tokens(expected.tokensIn), tokensOut: tokens(expected.tokensOut)))
      }
      treatment.latency = .nanoseconds(Int64(min(max(0, seconds), Self.longestAnswer) * 1e9))
      return treatment
    }
    var settings = RunState.Settings(rules: rules)
    if rules.plan.countsTokens {
      world.ceiling = { AttemptCeiling(weight: forecast.weight($0 * stride)) }
    }
    // A day has as much room for the sample as for the jobs that it stands for.
    settings.rules.plan = rules.plan.scaled(days: scale)
    // The estimate goes on where the run would end with status 6, and is run again the next day.
    settings.rules.maxOutage = .seconds(100_000_000)
    if rules.plan.isPerModel {
      world.model = { forecast.model($0 * stride) }
      settings.models = forecast.models.map(\.model)
    }
    settings.rules.until = rules.until.map { start + start.duration(to: $0) / scale }
    var run = SimulatedRun(
      settings,
      LimiterState(
        settings.rules.plan, earlier: Self.sample(of: earlier, scale), at: start), in: world,
      at: start,
      using: SplitMix64(seed: seed))
    run.onOutcome = { job, _, now in
      totals.addCost(
        forecast.expectation(job * stride, length).cost, after: start.duration(to: now))
    }
    run.run()
    duration = start.duration(to: run.now) * scale
    left = Int((Double(played - totals.started) * scale).rounded())
    shortage = totals.shortage.map {
      Shortage(jobs: Int((Double($0.jobs) * scale).rounded()), after: $0.after * scale)
    }
    meanSeconds = totals.started > 0 ? totals.seconds / Double(totals.started) : 0
    guard run.waitedForWindow || run.notices.contains(where: \.isDailyLimit) else { return }
    limit = Self.slowest(
      of: rules.plan, meanSeconds: meanSeconds,
      meanTokens: totals.started > 0 ? totals.tokens / Double(totals.started) : 0)
  }

  /// Every `scale`-th start, and as much closer to the start of the run.
  private static func sample(of earlier: [EarlierStart], _ scale: Double) -> [EarlierStart] {
    guard scale > 1 else { return earlier }
    return stride(from: 0.0, to: Double(earlier.count), by: scale).map {
      let start = earlier[Int($0)]
      let nanoseconds = Int64(Double(start.at.nanoseconds) / scale)
      return EarlierStart(at: MonotonicInstant(nanoseconds: nanoseconds), tokens: start.tokens)
    }
  }

  /// The limit that allows the fewest requests a second in the long run.
  private static func slowest(
    of plan: Plan, meanSeconds: Double, meanTokens: Double
  ) -> Limit {
    let window = (plan.window + plan.margin) / .seconds(1)
    let day = (plan.day + plan.margin) / .seconds(1)
    let tokens = max(meanTokens, 1e-9)
    let rates: [(Limit, Double?)] = [
      (.concurrency, Double(plan.concurrency) / max(meanSeconds, 1e-9)),
      (.rate, plan.requestsPerWindow.map { Double($0) / window }),
      (.tokens, plan.tokensPerWindow.map { Double($0) / tokens / window }),
      (.day, plan.requestsPerDay.map { Double($0) / day }),
      (.tokensOfDay, plan.tokensPerDay.map { Double($0) / tokens / day }),
    ]
    var slowest = (limit: Limit.concurrency, rate: Double.infinity)
    for case (let limit, let rate?) in rates where rate < slowest.rate { slowest = (limit, rate) }
    return slowest.limit
  }

  /// Adds up the simulated requests. It is a class because two closures change it.
  private final class Totals {
    /// Requests that were started.
    private(set) var started = 0
    /// The sum of their latencies.
    private(set) var seconds = 0.0
    /// The sum of their tokens, in and out.
    private(set) var tokens = 0.0
    private(set) var shortage: Shortage?
    private let budget: Double?
    /// US dollars.
    private var spent = 0.0
    /// Answers that were paid.
    private var paid = 0

    init(_ budget: Double?) {
      self.budget = budget
    }

    func addStart(seconds: Double, tokens: Double) {
      started += 1
      self.tokens += tokens
      self.seconds += seconds
    }

    func addCost(_ cost: Double, after time: Duration) {
      spent += cost
      if let budget, shortage == nil, spent > budget {
        shortage = Shortage(jobs: paid, after: time)
      }
      paid += 1
    }
  }
}
