import Basics
import Testing
import Tokens

@testable import BatchRunner

@Suite struct PricingTests {
  private func job(_ model: String, _ body: String = "") -> Job {
    Job(
      id: "a", place: JobPlace(file: 0, index: 0), line: 1, fingerprint: Fingerprint(1),
      body: Array(body.utf8), model: model)
  }

  /// The expected costs were calculated by hand.
  @Test(
    arguments: [
      // 1,000,000 × $3 + 1,000,000 × $15 per million.
      ("claude-4-5-sonnet", 1_000_000, 1_000_000, 18_000_000_000),
      // 12,345 × $3 = $0.037035; 678 × $15 = $0.01017.
      ("anthropic/claude-sonnet-4-5-20250929", 12_345, 678, 47_205_000),
      // 1,500 × $1.25 = $0.001875; 400 × $10 = $0.004.
      ("openai/gpt-5", 1_500, 400, 5_875_000),
      // 10 × $0.15 = $0.0000015; 1 × $0.60 = $0.0000006.
      ("gpt-4o-mini", 10, 1, 2_100),
      // Above 200,000 tokens the higher prices hold for all tokens:
      // 250,000 × $2.50 = $0.625; 1,000 × $15 = $0.015.
      ("gemini-2.5-pro", 250_000, 1_000, 640_000_000),
      // Exactly 200,000 tokens is not above the bound: × $1.25 = $0.25; 1,000 × $10 = $0.01.
      ("gemini-2.5-pro", 200_000, 1_000, 260_000_000),
      ("o3", 0, 0, 0),
    ])
  func `an answer costs its tokens at its model's price`(
    model: String, tokensIn: Int, tokensOut: Int, nanodollars: Int
  ) {
    var pricing = Pricing(.builtIn)
    let answer = AnswerFacts(tokensIn: tokensIn, tokensOut: tokensOut)
    // An unexpected answer is paid for like any other.
    for diagnosis in [Diagnosis.succeeded(answer), .unexpected(answer, Self.failure)] {
      #expect(
        pricing.charge(diagnosis, of: job(model)) == .known(Money(nanodollars: nanodollars)))
    }
  }

  @Test func `a thousand answers of 1,200 and 350 tokens cost 8 dollars and 85 cents`() {
    // 1,200 × $3 = $0.0036; 350 × $15 = $0.00525; together $0.00885.
    var pricing = Pricing(.builtIn)
    var spend = Spend()
    for _ in 0..<1000 {
      let answer = AnswerFacts(tokensIn: 1_200, tokensOut: 350)
      spend.count(pricing.charge(.succeeded(answer), of: job("claude-4-5-sonnet")))
    }
    #expect(spend.known == Money(nanodollars: 8_850_000_000))
    #expect(spend.words(creditsPerUSD: 20) == "$8.85 (177.00 credits)")
  }

  private static let body =
    #"{"model":"gpt-5","max_tokens":100,"messages":[{"role":"user","content":"hello"}]}"#

  /// At most this many tokens in, by the meter. The request does not name a service tier, so the
  /// account's settings may choose the most expensive one: × $2.50, and 100 × $20 = $0.002.
  private static let ceiling: Money = {
    var pricing = Pricing(.builtIn)
    let ceiling = pricing.ceiling(of: Array(body.utf8))
    return Money(dollars: (Double(ceiling.tokensIn) * 2.5 + 100 * 20) / 1_000_000)
  }()

  @Test func `a request costs at most one token per byte, plus the longest answer that it allows`()
  {
    var pricing = Pricing(.builtIn)
    let ceiling = pricing.ceiling(of: Array(Self.body.utf8))
    #expect((5...81).contains(ceiling.tokensIn) && ceiling.tokensOut == 100)
    #expect(pricing.ceiling(of: Array(Self.body.utf8), model: "gpt-5") == Self.ceiling)
    #expect(pricing.ceiling(of: Array(Self.body.utf8), model: "gpt-99") == nil)
    #expect(
      pricing.attemptCeiling(of: Array(Self.body.utf8), model: "gpt-99")
        == AttemptCeiling(
          cost: .most, tokens: ceiling.tokens,
          weight: TokenWeight(
            tokensIn: pricing.size(of: Array(Self.body.utf8)).tokensIn, mostOut: 100)))
  }

  private static let failure = Failure(kind: .timeout, message: "t")

  @Test(
    arguments: [
      (.succeeded(AnswerFacts()), .unknown(ceiling)),
      (.succeeded(AnswerFacts(tokensIn: 3)), .unknown(ceiling)),
      (.unanswered(failure, .ambiguous), .perhaps(ceiling)),
      (.unanswered(failure, .unusable), .perhaps(ceiling)),
      (.dropped(mayBePaid: true), .perhaps(ceiling)), (.dropped(mayBePaid: false), .nothing),
      (.unanswered(failure, .refused), .nothing), (.unanswered(failure, .unreachable), .nothing),
      (.slowDown(SlowDown()), .nothing), (.failed(failure), .nothing), (.held, .nothing),
      (.keyRefused(message: ""), .nothing),
      (.insufficientBalance(BalanceShortfall(message: "")), .nothing),
    ] as [(Diagnosis, Charge)])
  func `what may have been billed counts with its ceiling`(diagnosis: Diagnosis, charge: Charge) {
    var pricing = Pricing(.builtIn)
    #expect(pricing.charge(diagnosis, of: job("gpt-5", Self.body)) == charge)
  }

  @Test func `answers without a price are counted, and never taken as free`() {
    var pricing = Pricing(.builtIn)
    let answer = AnswerFacts(tokensIn: 3, tokensOut: 4)
    let charges = [
      pricing.charge(.succeeded(answer), of: job("gpt-99")),
      pricing.charge(.succeeded(AnswerFacts()), of: job("gpt-99")),
      pricing.charge(.unanswered(Self.failure, .ambiguous), of: job("gpt-99")),
      pricing.charge(.succeeded(answer), of: job("gpt-5")),
    ]
    #expect(
      charges == [.unpriced, .unpriced, .perhapsUnpriced, .known(Money(nanodollars: 43_750))])
    var spend = Spend()
    for charge in charges { spend.count(charge) }
    #expect(spend.words() == "<$0.0001 + 2 unpriced answers")
    #expect(spend.perhapsUnpriced == 1)
  }

  @Test(arguments: [Int.max, Int.max / 2, 1 << 50])
  func `a server that reports impossible token counts costs a million dollars at most`(tokens: Int)
  {
    var pricing = Pricing(.builtIn)
    let answer = AnswerFacts(tokensIn: tokens, tokensOut: tokens)
    #expect(pricing.charge(.succeeded(answer), of: job("gpt-5")) == .known(.most))
    var sum = Money.zero
    for _ in 0..<20_000 { sum += .most }
    #expect(sum.nanodollars == .max)
  }

  @Test(
    arguments: [
      (0, "$0.00"), (49_999, "<$0.0001"), (50_000, "$0.0001"), (1_230_000, "$0.0012"),
      (99_949_999, "$0.0999"), (999_949_999, "$0.9999"), (999_950_000, "$1.00"),
      (1_234_999_999, "$1.23"), (1_235_000_000, "$1.24"), (1_234_500_000_000, "$1,234.50"),
    ])
  func `dollars are shown to the cent, small amounts to a hundredth of a cent`(
    nanodollars: Int, text: String
  ) {
    #expect(Figure.dollars(Money(nanodollars: nanodollars)) == text)
  }

  @Test(
    arguments: [
      (0.0, 0), (1.0, 1_000_000_000), (0.000_000_001_5, 2), (-1, 0), (.nan, 1_000_000_000_000_000),
      (.infinity, 1_000_000_000_000_000), (-.infinity, 0), (1e30, 1_000_000_000_000_000),
    ])
  func `any number of dollars makes a valid amount`(dollars: Double, nanodollars: Int) {
    #expect(Money(dollars: dollars).nanodollars == nanodollars)
  }
}
