import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// Runs whose jobs name more than one model, in simulated time.
@Suite struct ModelScheduleTests {
  private static func hint(_ seconds: Int) -> RateNotice {
    var headers = ResponseHeaders()
    headers.retryAfter = String(seconds)
    return RateNotice(headers, wall: 0)
  }

  private static func turnedDown(_ seconds: Int, naming model: String? = nil) -> Night.Treatment {
    Night.Treatment(
      latency: .milliseconds(200), diagnosis: .slowDown(SlowDown(model: model)),
      rate: hint(seconds))
  }

  private static func rules(_ concurrency: Int = 10) -> RunRules {
    .limiting(nil, concurrency)
  }

  /// Two models by turns; the first one is used up for an hour.
  @Test(arguments: [3600, 86_400])
  func `one model that is used up does not hold up the other`(seconds: Int) {
    var night = Night(jobs: 400, models: ["busy", "free"], rules: Self.rules()) { job, _, _ in
      job % 2 == 0 ? Self.turnedDown(seconds) : Night.Treatment()
    }
    let start = night.now
    night.run(for: .seconds(600))
    #expect(night.stored.count == 200 && night.stored.allSatisfy { $0 % 2 == 1 })
    // 200 answers at ten a second and a second for the first try; a ramp.
    let last = night.starts.map(\.at).max() ?? start
    #expect(start.duration(to: last) < .seconds(30))
    let turned = night.starts.count { $0.job % 2 == 0 }
    #expect(turned <= 10)
    if seconds > 43_200 {
      #expect(night.halt?.cause.contains("a limit of model 'busy' is used up") == true)
    } else {
      #expect(night.halt == nil)
    }
  }

  /// The file is sorted by model, so the free jobs stand behind a thousand others.
  @Test(arguments: [1, 10])
  func `the jobs of a free model are found wherever they stand`(concurrency: Int) {
    var night = Night(
      jobs: 1200,
      models: Array(repeating: "busy", count: 1000) + Array(repeating: "free", count: 200),
      rules: Self.rules(concurrency)
    ) { job, at, _ in
      job < 1000 && at < MonotonicInstant(nanoseconds: 1_000_000_000_000) + .seconds(1000)
        ? Self.turnedDown(1000) : Night.Treatment()
    }
    night.run(for: .seconds(900))
    #expect(night.stored.count == 200 && night.stored.allSatisfy { $0 >= 1000 })
    night.run()
    #expect(Set(night.stored).count == 1200 && night.halt == nil)
    // Each of those that were put aside is sent in the order of the file.
    let late = night.starts.filter { $0.job < 1000 }.dropFirst(10).map(\.job)
    #expect(late.filter { $0 > 20 } == late.filter { $0 > 20 }.sorted())
  }

  /// The throttled model takes one request in ten seconds.
  @Test func `a throttled model leaves the other its pace`() {
    func time(with throttled: Bool) -> (Duration, Int) {
      var nextFree = MonotonicInstant(nanoseconds: 0)
      var night = Night(
        jobs: throttled ? 2000 : 1000, models: throttled ? ["slow", "fast"] : ["fast"],
        rules: Self.rules(10)
      ) { job, at, _ in
        guard throttled, job % 2 == 0 else { return Night.Treatment() }
        guard at >= nextFree else { return Self.turnedDown(10) }
        nextFree = at + .seconds(10)
        return Night.Treatment()
      }
      let start = night.now
      var fast: [MonotonicInstant] = []
      night.run(for: .seconds(300))
      fast = night.starts.filter { !throttled || $0.job % 2 == 1 }.map(\.at)
      return (start.duration(to: fast.max() ?? start), fast.count)
    }
    let (alone, count) = time(with: false)
    let (beside, same) = time(with: true)
    print("a model beside a throttled one: \(alone / beside) of its pace alone")
    #expect(count == 1000 && same == 1000)
    #expect(alone / beside >= 0.95)
  }

  @Test func `a limit of the account stops every model, and few requests find that out`() {
    let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)
    let models = (0..<20).map { "m\($0)" }
    var night = Night(jobs: 400, models: models, rules: Self.rules(4)) { _, at, _ in
      let second = start.duration(to: at) / .seconds(1)
      return second >= 5 && second < 65 ? Self.turnedDown(Int(65 - second) + 1) : Night.Treatment()
    }
    night.run()
    #expect(Set(night.stored).count == 400)
    let during = night.starts.filter {
      (5.0..<65).contains(start.duration(to: $0.at) / .seconds(1))
    }
    #expect(during.count <= 4 + 2)
  }

  @Test func `with a limit for each model every model has its own window`() {
    var rules = RunRules.limiting(10, 5)
    rules.plan.isPerModel = true
    var night = Night(jobs: 60, models: ["a", "b", "c"], rules: rules) { _, _, _ in
      Night.Treatment()
    }
    let start = night.now
    night.run()
    #expect(night.stored.count == 60)
    // Each model has twenty jobs: two windows of ten.
    #expect(start.duration(to: night.now) == .seconds(60.5 + 2))
    #expect(night.mostInFlight == 15)
    for model in 0..<3 {
      let stamps = night.starts.filter { $0.job % 3 == model }.map(\.at).sorted()
      #expect(LimiterStateTests.most(stamps, in: .seconds(60)) == 10)
    }
  }

  /// Nothing else is left when the models' limits reset too late: the run says which and when.
  @Test func `when all that is left waits too long, the run says for what`() {
    var night = Night(jobs: 40, models: ["a", "b", "c"], rules: Self.rules()) { job, _, _ in
      switch job % 3 {
      case 0: Self.turnedDown(90_000, naming: "a")
      case 1: Self.turnedDown(80_000, naming: "b")
      default: Night.Treatment()
      }
    }
    night.run()
    #expect(night.stored.count == 13)
    #expect(
      night.halt?.cause.hasPrefix(
        "limits of 2 models are used up ('a', 'b'), and the first resets in")
        == true)
  }

  /// Every order of the models, refusals and outages at random: each job ends, and no model is
  /// starved.
  @Test func `whatever the models meet, every job ends`() {
    var (starts, refusals) = (0, 0)
    let base = UInt64.random(in: 0..<1 << 32)
    for seed in base..<base + 100 {
      var dice = SplitMix64(seed: seed)
      let models = (0..<Int.random(in: 1...6, using: &dice)).map { "m\($0)" }
      let list = (0..<200).map { _ in models.randomElement(using: &dice) ?? "" }
      var server = SplitMix64(seed: seed ^ 1)
      var rules = Self.rules(Int.random(in: 1...12, using: &dice))
      rules.plan.isPerModel = Bool.random(using: &dice)
      if Bool.random(using: &dice) { rules.plan.requestsPerWindow = 20 }
      var night = Night(jobs: 200, models: list, rules: rules, seed: seed) { _, _, _ in
        switch Int.random(in: 0..<20, using: &server) {
        case 0, 1:
          refusals += 1
          return Self.turnedDown(Int.random(in: 1...100, using: &server))
        case 2:
          refusals += 1
          return Night.Treatment(diagnosis: .slowDown(SlowDown(limit: .parallel)))
        case 3: return Night.Treatment(diagnosis: .unanswered(ScheduleTests.status(500), .refused))
        default: return Night.Treatment(latency: .milliseconds(300))
        }
      }
      night.run()
      starts += night.starts.count
      #expect(
        Set(night.stored).count + night.failed.count == 200 && night.halt == nil, "seed \(seed)")
    }
    print("models at random: base \(base), 100 runs, \(starts) starts, \(refusals) refusals")
  }
}
