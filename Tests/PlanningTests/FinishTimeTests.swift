import Basics
import Planning
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite(.timeLimit(.minutes(5))) struct FinishTimeTests {
  private static let prices = PriceList(source: "test", prices: ["m": Price(input: 0, output: 10)])

  /// Every answer takes 2 s and has 100 tokens.
  private static func evidence(seconds: Double = 2) -> Evidence {
    var evidence = Evidence(.thisRun)
    for _ in 0..<10 {
      evidence.add(
        AnswerEvidence.Answer(estimatedIn: 10, tokensIn: 10, tokensOut: 100, seconds: seconds),
        model: "m")
    }
    return evidence
  }

  private static func forecast(_ jobs: Int, seconds: Double = 2) -> Forecast {
    Forecast(
      ForecastTests.workload(Array(repeating: ("m", 10, 100), count: jobs)),
      evidence(seconds: seconds), prices)
  }

  @Test func `the rate holds the run up: 60 a minute and half a second`() {
    let finish = FinishTime(Self.forecast(180), RunRules(plan: .starter), .likely)
    // Twice 60.5 s; the last 10 of a window start when the first 50 are done, 10 s in, and take 2.
    #expect(finish.duration == .seconds(133))
    #expect(finish.limit == .rate)
  }

  @Test func `places hold the run up: ten at once`() {
    let finish = FinishTime(Self.forecast(50), RunRules(plan: .starter), .likely)
    #expect(finish.duration == .seconds(10))
    #expect(finish.limit == .concurrency)
  }

  @Test func `what the user's time does not allow is left`() {
    var rules = RunRules(plan: .starter)
    rules.until = MonotonicInstant(nanoseconds: 61_000_000_000)
    let finish = FinishTime(Self.forecast(180), rules, .likely)
    #expect(finish.left == 110)
  }

  /// An answer is $0.001.
  @Test func `money ends at the job that passes it`() throws {
    let forecast = Self.forecast(50)
    let finish = FinishTime(forecast, RunRules(plan: .starter), .likely, budget: 0.0205)
    let shortage = try #require(finish.shortage)
    #expect(shortage.jobs == 20)
    #expect(shortage.after == .seconds(6))
    let lasting = FinishTime(forecast, RunRules(plan: .starter), .likely, budget: 0.0501)
    #expect(lasting.shortage == nil)
  }

  /// Time, money and what is left come out the same, whether all jobs are played or every tenth.
  @Test(arguments: [(2, 60), (10, nil)] as [(Int, Int?)])
  func `a sample of the jobs tells the same as all of them`(places: Int, perMinute: Int?) {
    let forecast = Self.forecast(6000)
    var rules = RunRules.limiting(perMinute, places)
    let all = FinishTime(forecast, rules, .likely, budget: 4)
    rules.until = MonotonicInstant(nanoseconds: 0) + all.duration / 2
    let allUntil = FinishTime(forecast, rules, .likely)
    let sampleUntil = FinishTime(forecast, rules, .likely, mostPlayed: 600)
    rules.until = nil
    let sample = FinishTime(forecast, rules, .likely, budget: 4, mostPlayed: 600)
    func ratio(_ one: Duration?, _ other: Duration?) -> Double { (one ?? .zero) / (other ?? .zero) }
    #expect((0.95...1.05).contains(ratio(sample.duration, all.duration)))
    #expect((0.95...1.05).contains(ratio(sample.shortage?.after, all.shortage?.after)))
    #expect(abs((sample.shortage?.jobs ?? 0) - 4000) <= 50)
    #expect(abs(allUntil.left - 3000) <= 150)
    #expect(abs(sampleUntil.left - allUntil.left) <= 150)
  }

  /// A run is played by the tests' own night, its latencies drawn as the forecast assumes them.
  @Test(arguments: [(8, nil), (2, 10), (10, 60), (40, 60)] as [(Int, Int?)])
  func `the finish is within three per cent of a run whose latencies are as assumed`(
    concurrency: Int, rate: Int?
  ) {
    var worst = 0.0
    for seed in 1...10 as ClosedRange<UInt64> {
      // Enough for the mean of the latencies to be what it is assumed to be.
      let jobs = rate == nil ? 8000 : 1500
      let workload = ForecastTests.workload(Array(repeating: ("m", 10, 600), count: jobs))
      let rules = RunRules(
        plan: Plan(name: .pro, requestsPerWindow: rate, concurrency: concurrency))
      let forecast = Forecast(workload, Evidence(), Self.prices)
      let foretold: Duration = FinishTime(forecast, rules, .likely, seed: 1000 + seed).duration
      var generator = SplitMix64(seed: seed)
      let mean = Prior.secondsToFirstToken + Prior.secondsPerToken * Prior.tokensOut
      var night = Night(jobs: jobs, rules: rules, seed: seed) { _, _, _ in
        // The mean of four draws, spread as an answer is assumed to be.
        let reach: Double = mean * Prior.latencySpread * 3.0.squareRoot() * 2
        var sum = 0.0
        for _ in 0..<4 { sum += Double.random(in: -reach...reach, using: &generator) }
        let seconds: Double = max(0.01, mean + sum / 4)
        return Night.Treatment(latency: .seconds(seconds))
      }
      let start = night.now
      night.run()
      let actual = start.duration(to: night.now)
      let ratio: Double = foretold / actual
      worst = max(worst, abs(ratio - 1))
    }
    print(
      "forecast: \(concurrency) at once, \(rate ?? 0) a minute: off by \(worst * 100) % at most")
    #expect(worst <= 0.03)
  }
}
