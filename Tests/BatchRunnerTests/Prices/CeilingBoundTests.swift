import Basics
import TestTools
import Testing
import Tokens

@testable import BatchRunner

/// No answer costs more than the ceiling of its request, whatever the request, the price and what was
/// truthfully billed.
@Suite struct CeilingBoundTests {
  private struct Request {
    var members = ""
    var parts: [String] = []
    var tier = ""
    var pictures = 0
    var hears = false
    var speaks = false

    var body: String {
      #"{"model":"gpt-4o"\#(members),"messages":[{"role":"user","content":["#
        + (parts.joined(separator: ",")) + "]}]}"
    }
  }

  private static let picture =
    #"{"type":"image_url","image_url":{"url":"data:image/png;base64,"#
    + #"iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAYAAAA="}}"#
  private static let recording =
    #"{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}"#

  private static func request(_ random: inout SplitMix64) -> Request {
    var request = Request()
    let letters = Int.random(in: 1...400, using: &random)
    request.parts = [#"{"type":"text","text":"\#(String(repeating: "x", count: letters))"}"#]
    request.pictures = [0, 0, 1, 3].randomElement(using: &random)!
    request.parts += Array(repeating: picture, count: request.pictures)
    if Int.random(in: 0..<4, using: &random) == 0 {
      request.hears = true
      request.parts.append(recording)
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      request.speaks = true
      request.members +=
        Bool.random(using: &random)
        ? #","modalities":["text","audio"]"# : #","audio":{"voice":"alloy","format":"mp3"}"#
    }
    request.tier = ["", "auto", "default", "flex", "Priority", "batch", "rocket"]
      .randomElement(using: &random)!
    if request.tier != "" { request.members += #","service_tier":"\#(request.tier)""# }
    request.members += #","max_tokens":\#(Int.random(in: 1...500, using: &random))"#
    if Bool.random(using: &random) {
      request.members += #","n":\#(Int.random(in: 1...4, using: &random))"#
    }
    return request
  }

  private static func price(_ random: inout SplitMix64) -> Price {
    func rate() -> Double { Double(Int.random(in: 0...50_000, using: &random)) / 1000 }
    func perhaps() -> Double? { Bool.random(using: &random) ? rate() : nil }
    func rates() -> TokenRates {
      TokenRates(
        input: rate(), output: rate(), cached: perhaps(), written: perhaps(),
        reasoning: perhaps(), audioIn: perhaps(), audioOut: perhaps())
    }
    func tier() -> TierPrice {
      let bounds = (0..<Int.random(in: 0...2, using: &random)).map { _ in
        Int.random(in: 1...3000, using: &random)
      }
      return TierPrice(rates(), steps: Set(bounds).map { .init(above: $0, rates()) })
    }
    var price = Price(tier())
    for other in [ServiceTier.flex, .priority, .batch] where Bool.random(using: &random) {
      price.tiers[other] = tier()
    }
    if Bool.random(using: &random) { price.request = rate() / 1000 }
    if Bool.random(using: &random) { price.picture = rate() / 1000 }
    return price
  }

  /// The tiers that a request may truthfully be billed at: the one that it asks for, or the standard
  /// one; any but a batch where the account's settings choose; any at all for an unknown word.
  private static func tiers(_ word: String) -> [ServiceTier?] {
    switch word {
    case "", "auto": [nil, .standard, .flex, .priority]
    case "default": [nil, .standard]
    case "flex": [nil, .standard, .flex]
    case "Priority": [nil, .standard, .priority]
    case "batch": [nil, .standard, .batch]
    default: [nil] + ServiceTier.allCases
    }
  }

  private static func usage(
    _ request: Request, within ceiling: CostCeiling, _ random: inout SplitMix64
  ) -> TokenUsage {
    // Often all that is allowed.
    func part(_ most: Int) -> Int {
      Bool.random(using: &random) ? most : Int.random(in: 0...most, using: &random)
    }
    var usage = TokenUsage(tokensIn: part(ceiling.tokensIn), tokensOut: part(ceiling.tokensOut))
    let (tokensIn, tokensOut) = (usage.tokensIn ?? 0, usage.tokensOut ?? 0)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: usage.cachedIn = part(tokensIn)
    case 1: usage.writtenIn = part(tokensIn)
    case 2: usage.audioIn = request.hears ? part(tokensIn) : nil
    default: break
    }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: usage.reasoningOut = part(tokensOut)
    case 1: usage.audioOut = request.speaks ? part(tokensOut) : nil
    default: break
    }
    usage.tier = tiers(request.tier).randomElement(using: &random)!
    return usage
  }

  @Test func `no answer costs more than its request's ceiling`() {
    var random = SplitMix64(seed: 15)
    var nearest = 0.0
    for round in 0..<Proof.count(3_000, full: 300_000) {
      let request = Self.request(&random)
      let price = Self.price(&random)
      var pricing = Pricing(PriceList(source: "test", prices: ["gpt-4o": price]))
      let job = Job(
        id: "a", place: JobPlace(file: 0, index: 0), line: 1, fingerprint: Fingerprint(1),
        body: Array(request.body.utf8), model: "gpt-4o")
      let ceiling = pricing.ceiling(of: job.body)
      #expect(ceiling.gaps.isEmpty != request.hears, "\(request.body)")
      let most = pricing.attemptCeiling(of: job.body, model: "gpt-4o").cost
      #expect(most == ceiling.cost(at: price))
      let usage = Self.usage(request, within: ceiling, &random)
      let charge = pricing.charge(.succeeded(AnswerFacts(usage)), of: job)
      guard case .known(let cost) = charge else {
        Issue.record("round \(round): \(charge)")
        return
      }
      #expect(cost <= most, "round \(round): \(request.body) \(price) \(usage)")
      if most > .zero { nearest = max(nearest, cost.dollars / most.dollars) }
    }
    // The bound is not only never passed: it is reached.
    #expect(nearest > 0.999_999)
  }

  /// Each part of a request that can make it dearer does so, by as much as the price says.
  @Test(
    arguments: [
      (#","max_tokens":1000"#, 0, 0.022), (#","max_tokens":1000,"n":3"#, 0, 0.062),
      (#","max_tokens":1000"#, 2, 0.162), (#","max_tokens":1000,"service_tier":"flex""#, 0, 0.022),
      (#","max_tokens":1000,"service_tier":"priority""#, 0, 0.042),
      (#","max_tokens":1000,"service_tier":"auto""#, 0, 0.042),
      (#","max_tokens":1000,"service_tier":"default""#, 0, 0.022),
      (#","max_tokens":1000,"service_tier":"batch""#, 0, 0.062),
      (#","max_tokens":1000,"service_tier":"rocket""#, 0, 0.062),
      (#","max_tokens":1000,"service_tier":7"#, 0, 0.062),
      (#","max_tokens":1000,"service_tier":"default","modalities":["audio"]"#, 0, 0.102),
      (#","max_tokens":1000,"service_tier":"default","modalities":["text"]"#, 0, 0.022),
      (#","max_tokens":1000,"service_tier":"default","audio":{"voice":"a"}"#, 0, 0.102),
    ] as [(String, Int, Double)])
  func `each part counts`(members: String, pictures: Int, dollars: Double) {
    // Only what is out, pictures and the request itself cost something.
    func tier(_ out: Double) -> TierPrice {
      TierPrice(TokenRates(input: 0, output: out, audioIn: 500, audioOut: 5 * out))
    }
    var tiers: [ServiceTier: TierPrice] = [.flex: tier(10), .batch: tier(60)]
    if members.contains("priority") || members.contains("auto") { tiers[.priority] = tier(40) }
    let price = Price(tier(20), tiers: tiers, request: 0.002, picture: 0.07)
    var request = Request()
    request.members = members
    request.parts = Array(repeating: Self.picture, count: pictures)
    var pricing = Pricing(PriceList(source: "test", prices: ["gpt-4o": price]))
    #expect(
      pricing.ceiling(of: Array(request.body.utf8), model: "gpt-4o") == Money(dollars: dollars))
  }
}
