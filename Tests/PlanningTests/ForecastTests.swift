import Testing
import Tokens

@testable import BatchRunner
@testable import Planning

@Suite struct ForecastTests {
  private static let prices = PriceList(
    source: "test",
    prices: ["cheap": Price(input: 1, output: 2), "dear": Price(input: 3, output: 15)])

  static func workload(_ sizes: [(String, Int, Int)], weight: Int = 1) -> Workload {
    var workload = Workload(weight: weight)
    for (model, tokensIn, ceiling) in sizes {
      workload.add(RequestSize(model: model, tokensIn: tokensIn, ceilingOut: ceiling))
    }
    return workload
  }

  private static func cents(_ dollars: Double) -> Int { Int((dollars * 100).rounded()) }

  /// 1,000 jobs with 2,000 tokens in and at most 1,000 out, at $3 and $15 a million.
  ///
  /// - Likely: 2,000,000 tokens in are $6.00, and 300,000 out are $4.50.
  /// - Low: a fifth less in and a quarter of the tokens out.
  /// - Ceiling: 2,500,000 tokens in are $7.50, and 1,000,000 out are $15.00.
  @Test func `without answers the cost follows from the assumptions, to the cent`() throws {
    let jobs = Array(repeating: ("dear", 2000, 1000), count: 1000)
    let forecast = Forecast(Self.workload(jobs), Evidence(), Self.prices)
    let cost = try #require(forecast.cost)
    #expect(Self.cents(cost.likely) == 10_50)
    #expect(Self.cents(cost.ceiling) == 22_50)
    #expect(cost.high == cost.ceiling)
    #expect(forecast.tokensIn.likely == 2_000_000 && forecast.tokensIn.low == 1_600_000)
    #expect(forecast.tokensOut.likely == 300_000 && forecast.tokensOut.low == 75_000)
    #expect(forecast.tokensOut.ceiling == 1_000_000)
    #expect(forecast.origin == .prior)
  }

  /// Ten answers have exactly 100 tokens each, and twice the estimated input tokens. So 500 jobs of
  /// 1,000 estimated tokens take 1,000,000 in ($1.00) and 50,000 out ($0.10).
  @Test func `answers correct the input tokens and predict the output tokens`() throws {
    var evidence = Evidence(.thisRun)
    for index in 0..<10 {
      let estimated = Double(500 + index * 100)
      evidence.add(
        AnswerEvidence.Answer(
          estimatedIn: estimated, tokensIn: estimated * 2, tokensOut: 100, seconds: 2),
        model: "cheap")
    }
    let jobs = Array(repeating: ("cheap", 1000, 4096), count: 500)
    let forecast = Forecast(Self.workload(jobs), evidence, Self.prices)
    let cost = try #require(forecast.cost)
    #expect(Self.cents(cost.likely) == 1_10)
    #expect(Self.cents(cost.low) == 1_10 && Self.cents(cost.high) == 1_10)
    #expect(forecast.models[0].grade == .own && forecast.models[0].answers == 10)
  }

  @Test func `an answer is never predicted to be longer than its limit`() {
    var evidence = Evidence(.thisRun)
    for _ in 0..<10 {
      evidence.add(
        AnswerEvidence.Answer(estimatedIn: 10, tokensIn: 10, tokensOut: 900, seconds: 2),
        model: "cheap")
    }
    let forecast = Forecast(
      Self.workload([("cheap", 10, 50), ("cheap", 10, 2000)]), evidence, Self.prices)
    #expect(forecast.tokensOut.likely == 950)
    #expect(forecast.tokensOut.ceiling == 2050)
  }

  @Test func `a model without a price is listed and not counted as free`() throws {
    let forecast = Forecast(
      Self.workload([("cheap", 1_000_000, 0), ("strange", 1_000_000, 0)]), Evidence(), Self.prices)
    #expect(forecast.unpriced.map(\.model) == ["strange"])
    #expect(Self.cents(try #require(forecast.cost).likely) == 1_00)
    let none = Forecast(Self.workload([("strange", 1, 1)]), Evidence(), Self.prices)
    #expect(none.cost == nil)
  }

  @Test
  func `a model uses its own answers, also under another spelling, or else those of all models`() {
    var evidence = Evidence(.otherRun("x.run"))
    for index in 0..<20 {
      evidence.add(
        AnswerEvidence.Answer(estimatedIn: 10, tokensIn: 10, tokensOut: 100, seconds: 1),
        model: index < 18 ? "cheap" : "dear")
    }
    let forecast = Forecast(
      Self.workload([("vendor/cheap", 10, 500), ("dear", 10, 500)]), evidence, Self.prices)
    #expect(forecast.models.map(\.grade) == [.own, .pooled])
    #expect(forecast.origin == .otherRun("x.run"))
  }

  @Test func `correlated margins are added, independent ones in quadrature`() {
    func amount(_ likely: Double, _ margin: Double) -> ForecastRange {
      ForecastRange(likely: likely, margin: margin, ceiling: 1000)
    }
    let amounts = [amount(100, 30), amount(100, 40)]
    let independent = ForecastRange.sum(amounts, isCorrelated: [false, false])
    #expect(independent.low == 150 && independent.high == 250)
    let correlated = ForecastRange.sum(amounts, isCorrelated: [true, true])
    #expect(correlated.low == 130 && correlated.high == 270)
  }

  @Test func `each job of a sample stands for several jobs`() {
    let all = Forecast(
      Self.workload(Array(repeating: ("dear", 100, 100), count: 50)), Evidence(), Self.prices)
    let sample = Forecast(
      Self.workload(Array(repeating: ("dear", 100, 100), count: 5), weight: 10), Evidence(),
      Self.prices)
    #expect(sample.jobs == all.jobs)
    #expect(sample.tokensOut == all.tokensOut)
  }
}
