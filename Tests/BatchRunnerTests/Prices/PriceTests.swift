import Basics
import Testing
import Tokens

@testable import BatchRunner

@Suite struct PriceTests {
  /// Dollars per million tokens that are easy to calculate with.
  private static let price = Price(
    TierPrice(
      TokenRates(
        input: 10, output: 100, cached: 1, written: 20, reasoning: 200, audioIn: 50, audioOut: 500),
      steps: [
        .init(above: 5_000_000, TokenRates(input: 40, output: 400)),
        .init(above: 2_000_000, TokenRates(input: 30, output: 90, cached: 3)),
      ]),
    tiers: [
      .flex: TierPrice(TokenRates(input: 5, output: 50)),
      .priority: TierPrice(TokenRates(input: 20, output: 150, cached: 2)),
    ], request: 7, picture: 0.5)

  private static let million = 1_000_000

  @Test(
    arguments: [
      (BilledUsage(tokensIn: million, tokensOut: million), 110.0),
      (BilledUsage(tokensIn: million, cachedIn: million / 2, tokensOut: 0), 5.5),
      (BilledUsage(tokensIn: million, cachedIn: 9 * million, tokensOut: 0), 1),
      (BilledUsage(tokensIn: million, writtenIn: million / 2, tokensOut: 0), 15),
      (
        BilledUsage(tokensIn: million, cachedIn: million / 2, writtenIn: million, tokensOut: 0),
        10.5
      ),
      (BilledUsage(tokensIn: million, audioIn: million / 10, tokensOut: 0), 14),
      (BilledUsage(tokensIn: 0, tokensOut: million, reasoningOut: million / 2), 150),
      (BilledUsage(tokensIn: 0, tokensOut: million, audioOut: million / 4), 200),
      (BilledUsage(tokensIn: 2 * million, tokensOut: 0), 20),
      (BilledUsage(tokensIn: 2 * million + 1, tokensOut: 0), 60.00003),
      (BilledUsage(tokensIn: 3 * million, cachedIn: million, tokensOut: million), 153),
      (BilledUsage(tokensIn: 6 * million, cachedIn: million, tokensOut: 0), 240),
      (BilledUsage(tokensIn: million, tokensOut: million, tier: .flex), 55),
      (BilledUsage(tokensIn: million, cachedIn: million, tokensOut: 0, tier: .priority), 2),
      (BilledUsage(tokensIn: million, tokensOut: 0, tier: .batch), 10),
      (BilledUsage(tokensIn: -1, cachedIn: -9, tokensOut: -1), 0),
      (BilledUsage(tokensIn: 0, cachedIn: 5, tokensOut: 0, reasoningOut: 5), 0),
    ] as [(BilledUsage, Double)])
  func `an answer costs its parts at the prices of its length and service tier`(
    usage: BilledUsage, dollars: Double
  ) {
    #expect(abs(Self.price.cost(of: usage) - 7 - dollars) < 1e-9)
    #expect(abs(Self.price.cost(of: usage, pictures: 4) - 9 - dollars) < 1e-9)
  }

  @Test func `a ceiling holds for all lengths, parts and service tiers`() {
    var random = SplitMix64(seed: 15)
    for _ in 0..<20_000 {
      let (most, mostOut) = (Int.random(in: 0...8_000_000, using: &random), 1000)
      let terms = BillingTerms(
        tier: .unknown, pictures: 1, sendsAudio: true, asksForAudio: true)
      let ceiling = Self.price.ceiling(tokensIn: most, tokensOut: mostOut, terms)
      func part() -> Int { Int.random(in: 0...most, using: &random) }
      let usage = BilledUsage(
        tokensIn: part(), cachedIn: part(), writtenIn: part(), audioIn: part(),
        tokensOut: .random(in: 0...mostOut, using: &random),
        reasoningOut: .random(in: 0...mostOut, using: &random),
        audioOut: .random(in: 0...mostOut, using: &random),
        tier: [nil, .standard, .flex, .priority, .batch].randomElement(using: &random)!)
      #expect(Self.price.cost(of: usage, pictures: 1) <= ceiling + 1e-9)
    }
  }

  @Test func `a ceiling is that of the tiers that a request may be billed at`() {
    let price = Price(
      TierPrice(TokenRates(input: 10, output: 0)),
      tiers: [
        .priority: TierPrice(TokenRates(input: 20, output: 0)),
        .flex: TierPrice(TokenRates(input: 5, output: 0)),
        .batch: TierPrice(TokenRates(input: 30, output: 0)),
      ])
    func ceiling(_ tier: RequestedTier) -> Double {
      price.ceiling(tokensIn: Self.million, tokensOut: 0, BillingTerms(tier: tier))
    }
    #expect(ceiling(.open) == 20)
    #expect(ceiling(.named(.standard)) == 10)
    #expect(ceiling(.named(.flex)) == 10)
    #expect(ceiling(.named(.priority)) == 20)
    #expect(ceiling(.named(.batch)) == 30)
    #expect(ceiling(.unknown) == 30)
  }

  @Test func `a shorter prompt can cost more than the longest that is allowed`() {
    let price = Price(
      TierPrice(
        TokenRates(input: 10, output: 0),
        steps: [.init(above: Self.million, TokenRates(input: 1, output: 0))]))
    #expect(price.ceiling(tokensIn: 2 * Self.million, tokensOut: 0, BillingTerms()) == 10)
  }

  @Test func `a tier without a price of its own can be told`() {
    #expect(Self.price.hasPrice(of: .standard) && Self.price.hasPrice(of: .flex))
    #expect(!Self.price.hasPrice(of: .batch))
  }

  @Test func `only a price of 0 for everything is free`() {
    #expect(Price(input: 0, output: 0).isFree)
    #expect(!Price(input: 0, output: 0, request: 0.1).isFree)
    #expect(!Price(input: 0, output: 1e-9).isFree)
    var audio = Price(input: 0, output: 0)
    audio.standard.short.audioOut = 1
    #expect(!audio.isFree)
  }

  @Test(
    arguments: [
      ("default", .standard), ("auto", .standard), ("FLEX", .flex), ("priority", .priority),
      ("batch", .batch), ("on_demand", .standard), ("", nil), ("scale", nil), ("flexible", nil),
    ] as [(String, ServiceTier?)])
  func `the words of a service tier`(word: String, tier: ServiceTier?) {
    #expect(ServiceTier(word: word) == tier)
  }

  @Test func `a price survives its packed form`() {
    #expect(PackedPrice.read(PackedPrice.words(Self.price)) == Self.price)
    #expect(
      PackedPrice.read("i2.5 o10 @200000 i5 o15 p i4 o16 c0.4")?.tiers[.priority]?.short
        == TokenRates(input: 4, output: 16, cached: 0.4))
    for words in ["x1", "i", "iabc", "i1 o2 z3"] { #expect(PackedPrice.read(words) == nil) }
  }
}
