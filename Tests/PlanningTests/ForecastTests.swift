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
  /// - Low: of an unknown vocabulary 49 % less in (1.96 standard errors of 25 %), so 1,020,009 tokens
  ///   for $3.06, and a quarter of the tokens out for $1.125.
  /// - Ceiling: 2,000,000 tokens in are $6.00, and 1,000,000 out are $15.00.
  @Test func `without answers the cost follows from the assumptions, to the cent`() throws {
    let jobs = Array(repeating: ("dear", 2000, 1000), count: 1000)
    let forecast = Forecast(Self.workload(jobs), Evidence(), Self.prices)
    let cost = try #require(forecast.cost)
    #expect(Self.cents(cost.likely) == 10_50)
    #expect(Self.cents(cost.ceiling) == 21_00)
    #expect(cost.high == cost.ceiling)
    #expect(cost.low > 4.185 && cost.low < 4.186)
    #expect(forecast.tokensIn.likely == 2_000_000)
    #expect(forecast.tokensIn.low.rounded() == 1_020_018)
    #expect(forecast.tokensOut.likely == 300_000 && forecast.tokensOut.low == 75_000)
    #expect(forecast.tokensOut.ceiling == 1_000_000)
    #expect(forecast.origin == .prior)
  }

  @Test func `what nothing limits has no ceiling, and says why`() throws {
    var workload = Workload(weight: 10)
    workload.add(RequestSize(model: "dear", tokensIn: 100, ceilingOut: nil))
    var linked = RequestSize(model: "cheap", tokensIn: 100, ceilingOut: 50)
    linked.unbounded.linkedPictures = 2
    workload.add(linked)
    let forecast = Forecast(workload, Evidence(), Self.prices)
    #expect(forecast.gaps.words == "20 linked pictures, 10 requests without max_tokens")
    #expect(forecast.cost?.ceiling == .infinity && forecast.tokensIn.ceiling == .infinity)
    #expect(forecast.models[0].tokensOut.ceiling == .infinity)
    #expect(forecast.models[0].tokensIn.ceiling == 1000)
    #expect(forecast.models[1].tokensOut.ceiling == 500)
    var documented = Workload(standardOut: 4096)
    documented.add(RequestSize(model: "dear", tokensIn: 100, ceilingOut: nil))
    let bounded = Forecast(documented, Evidence(), Self.prices)
    #expect(bounded.gaps.isEmpty && bounded.tokensOut.ceiling == 4096)
  }

  @Test(
    arguments: [
      ("gpt-5-mini", nil, 1500), ("openai/gpt-5", ReasoningEffort.high, 4300),
      ("gpt-5-chat-latest", nil, 300), ("gpt-4o", nil, 300), ("gpt-4o", .low, 700),
      ("o3", ReasoningEffort.none, 300), ("deepseek/deepseek-reasoner", nil, 1500),
      ("grok-4-fast-non-reasoning", nil, 300), ("kimi-k2-thinking", nil, 1500),
      ("claude-opus-4-8", nil, 300), ("qwen3-32b", nil, 1500), ("qwen3-coder-30b-a3b", nil, 300),
      (String(repeating: "x", count: 64_000), nil, 300),
    ] as [(String, ReasoningEffort?, Double)])
  func `models that think have longer answers by assumption`(
    model: String, effort: ReasoningEffort?, tokensOut: Double
  ) {
    var workload = Workload()
    workload.add(RequestSize(model: model, tokensIn: 10, ceilingOut: 100_000, effort: effort))
    let forecast = Forecast(workload, Evidence(), Self.prices)
    #expect(forecast.tokensOut.likely == tokensOut)
    #expect(forecast.assumesThinking == (tokensOut > 300))
  }

  /// Answers cost 2.5 times what the list gives, because they report their cost.
  @Test func `answers that report another cost than the list correct the forecast`() throws {
    var evidence = Evidence(.thisRun)
    for _ in 0..<10 {
      evidence.add(
        AnswerEvidence.Answer(
          estimatedIn: 1000, tokensIn: 1000, tokensOut: 100, seconds: 2,
          cost: (billed: 0.003, listed: 0.0012)),
        model: "cheap")
    }
    let jobs = Array(repeating: ("cheap", 1000, 4096), count: 500)
    let cost = try #require(Forecast(Self.workload(jobs), evidence, Self.prices).cost)
    // 1,000 tokens in and 100 out are $0.0012 by the list.
    #expect(Self.cents(cost.likely) == 1_50)
  }

  /// The longer the prompt, the shorter the answer: each costs $0.0012 as a whole.
  @Test func `the range of the dollars is that of what the answers cost, not of their tokens`()
    throws
  {
    func width(_ cost: (billed: Double, listed: Double)?) throws -> Double {
      var evidence = Evidence(.thisRun)
      for index in 0..<10 {
        let tokensOut = Double(index % 2 == 0 ? 100 : 200)
        evidence.add(
          AnswerEvidence.Answer(
            estimatedIn: 1000, tokensIn: 1200 - 2 * tokensOut, tokensOut: tokensOut, seconds: 2,
            cost: cost), model: "cheap")
      }
      let jobs = Array(repeating: ("cheap", 1000, 4096), count: 500)
      let range = try #require(Forecast(Self.workload(jobs), evidence, Self.prices).cost)
      return range.high - range.low
    }
    #expect(try width((billed: 0.0012, listed: 0.0012)) < 1e-9)
    #expect(try width(nil) > 0.1)
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

  /// 95 of 100 job files are within 1.96 standard errors: 14 % for OpenAI's newer vocabulary, 10 % for
  /// Claude 4.7, 49 % for one that is not known.
  @Test func `tokens in have the range of each model's own vocabulary`() {
    let models = ["gpt-4o", "openai/gpt-5", "claude-opus-4-7", "kimi-k2"]
    let forecast = Forecast(
      Self.workload(models.map { ($0, 1_000_000, 10) }), Evidence(), Self.prices)
    func below(_ range: ForecastRange) -> Int { Int((range.likely - range.low).rounded()) }
    #expect(forecast.models.map { below($0.tokensIn) } == [137_197, 137_197, 97_998, 489_991])
    // Two models of one vocabulary are wrong together, different vocabularies are not.
    let vocabularies: [Double] = [2 * 137_197.48, 97_998.2, 489_991]
    let expected = vocabularies.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(below(forecast.tokensIn) == Int(expected.rounded()))
    #expect(forecast.tokensIn.high <= forecast.tokensIn.ceiling)
  }

  @Test func `the bytes of a text stay the ceiling of its tokens`() {
    var workload = Workload()
    var size = RequestSize(model: "kimi-k2", tokensIn: 100, ceilingOut: 10)
    size.mostIn = 120
    workload.add(size)
    let tokensIn = Forecast(workload, Evidence(), Self.prices).tokensIn
    #expect(tokensIn.low.rounded() == 51 && tokensIn.high == 120 && tokensIn.ceiling == 120)
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
