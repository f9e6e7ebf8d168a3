import Basics
import Planning
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite(.timeLimit(.minutes(5))) struct FinishTimeTests {
  private static let prices = PriceList(source: "test", prices: ["m": Price(input: 0, output: 10)])

  /// Ten answers of 100 tokens, each taking the same time.
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

  @Test func `the rate limits a run with more than 60 jobs on the starter plan`() {
    let finish = FinishTime(Self.forecast(180), RunRules(plan: .starter), .likely)
    // The third window of 60 jobs begins after 2 × 60.5 s. In it, ten jobs run at once for 2 s, so
    // that the last ten start 10 s after its beginning.
    #expect(finish.duration == .seconds(133))
    #expect(finish.limit == .rate)
  }

  @Test func `concurrency limits a run with fewer than 60 jobs on the starter plan`() {
    let finish = FinishTime(Self.forecast(50), RunRules(plan: .starter), .likely)
    #expect(finish.duration == .seconds(10))
    #expect(finish.limit == .concurrency)
  }

  @Test func `jobs that cannot start before the deadline are counted as left`() {
    var rules = RunRules(plan: .starter)
    rules.until = MonotonicInstant(nanoseconds: 61_000_000_000)
    let finish = FinishTime(Self.forecast(180), rules, .likely)
    #expect(finish.left == 110)
  }

  /// Each counts 10 tokens in and 100 out, or 20 with what its body allows.
  @Test(
    arguments: [
      (tpm: nil, rpd: 50, tpd: nil, days: 3.0...3.001, limit: .day),
      (tpm: nil, rpd: nil, tpd: 11_000, days: 1.0...1.001, limit: .tokensOfDay),
      (tpm: 1100, rpd: nil, tpd: nil, days: 0.011...0.014, limit: .tokens),
      (tpm: nil, rpd: 1_000_000, tpd: 1_000_000_000, days: 0...0.001, limit: .concurrency),
    ] as [(Int?, Int?, Int?, ClosedRange<Double>, FinishTime.Limit)])
  func `limits of tokens and of a day are waited for`(
    tpm: Int?, rpd: Int?, tpd: Int?, days: ClosedRange<Double>, limit: FinishTime.Limit
  ) {
    // A sample stands for a hundred times the jobs, in as many days of a hundred times the limit.
    for scale in tpm == nil ? [1, 100] : [1] {
      var rules = RunRules.limiting(nil, 10)
      rules.plan.tokensPerWindow = tpm.map { $0 * scale }
      rules.plan.requestsPerDay = rpd.map { $0 * scale }
      rules.plan.tokensPerDay = tpd.map { $0 * scale }
      let finish = FinishTime(Self.forecast(180 * scale), rules, .likely, mostPlayed: 180)
      let taken = finish.duration / .seconds(86_400)
      let longest = days.upperBound + (scale > 1 ? 0.05 : 0)
      #expect(taken >= days.lowerBound && taken <= longest, "\(taken)")
      #expect(finish.limit == limit)
      #expect(finish.left == 0)
    }
  }

  @Test func `what was started within the last day delays the end`() {
    var rules = RunRules.limiting(nil, 10)
    rules.plan.requestsPerDay = 100
    let hour = MonotonicInstant(nanoseconds: -3_600_000_000_000)
    let earlier = Array(repeating: EarlierStart(at: hour, tokens: 0), count: 70)
    let finish = FinishTime(Self.forecast(80), rules, .likely, earlier: earlier)
    // Thirty at once; the rest 23 hours later.
    let hours = finish.duration / .seconds(3600)
    #expect(hours > 23 && hours < 23.1, "\(hours)")
  }

  /// An answer costs $0.001, and ten run at once for 2 s.
  @Test func `the balance runs out at the job that exceeds it`() throws {
    let forecast = Self.forecast(50)
    let finish = FinishTime(forecast, RunRules(plan: .starter), .likely, budget: 0.0205)
    let shortage = try #require(finish.shortage)
    #expect(shortage.jobs == 20)
    #expect(shortage.after == .seconds(6))
    let enough = FinishTime(forecast, RunRules(plan: .starter), .likely, budget: 0.0501)
    #expect(enough.shortage == nil)
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

  /// Compares the forecast with the tests' own simulation of a run, whose latencies have the mean
  /// and spread that the forecast assumes.
  @Test(arguments: [(8, nil), (2, 10), (10, 60), (40, 60)] as [(Int, Int?)])
  func `the forecast time is within 3 % of a run whose latencies are as assumed`(
    concurrency: Int, rate: Int?
  ) {
    var worst = 0.0
    for seed in 1...10 as ClosedRange<UInt64> {
      // So many that the mean of the drawn latencies is close to the assumed mean.
      let jobs = rate == nil ? 8000 : 1500
      let workload = ForecastTests.workload(Array(repeating: ("m", 10, 600), count: jobs))
      let rules = RunRules(
        plan: Plan(name: .pro, requestsPerWindow: rate, concurrency: concurrency))
      let forecast = Forecast(workload, Evidence(), Self.prices)
      let expected: Duration = FinishTime(forecast, rules, .likely, seed: 1000 + seed).duration
      var generator = SplitMix64(seed: seed)
      let mean =
        ForecastDefaults.secondsToFirstToken + ForecastDefaults.secondsPerToken
        * ForecastDefaults.tokensOut
      var night = Night(jobs: jobs, rules: rules, seed: seed) { _, _, _ in
        // The mean of four uniform numbers has the assumed standard deviation, and is not from the
        // same distribution as the forecast's.
        let reach: Double = mean * ForecastDefaults.latencySpread * 3.0.squareRoot() * 2
        var sum = 0.0
        for _ in 0..<4 { sum += Double.random(in: -reach...reach, using: &generator) }
        let seconds: Double = max(0.01, mean + sum / 4)
        return Night.Treatment(latency: .seconds(seconds))
      }
      let start = night.now
      night.run()
      let actual = start.duration(to: night.now)
      let ratio: Double = expected / actual
      worst = max(worst, abs(ratio - 1))
    }
    print(
      "forecast: \(concurrency) at once, \(rate ?? 0) a minute: off by \(worst * 100) % at most")
    #expect(worst <= 0.03)
  }
}
