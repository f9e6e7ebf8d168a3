package import Tokens

/// What a model's answers cost, in US dollars.
package struct Price: Sendable, Hashable {
  /// The price that holds unless another service tier is billed.
  package var standard: TierPrice
  /// Prices of the other service tiers, where they are known.
  package var tiers: [ServiceTier: TierPrice]
  /// Dollars per request, in addition to its tokens.
  package var request: Double
  /// Dollars per picture in the prompt, in addition to its tokens.
  package var picture: Double

  package init(
    _ standard: TierPrice, tiers: [ServiceTier: TierPrice] = [:], request: Double = 0,
    picture: Double = 0
  ) {
    self.standard = standard
    self.tiers = tiers
    self.request = request
    self.picture = picture
  }

  /// `input`, `output`: dollars per million tokens of the prompt and of the answer.
  package init(input: Double, output: Double, cached: Double? = nil, request: Double = 0) {
    self.init(
      TierPrice(TokenRates(input: input, output: output, cached: cached)), request: request)
  }

  /// Dollars per million tokens of a short prompt in the standard tier.
  package var input: Double {
    get { standard.short.input }
    set { standard.short.input = newValue }
  }

  /// Dollars per million tokens of the answer to a short prompt in the standard tier.
  package var output: Double {
    get { standard.short.output }
    set { standard.short.output = newValue }
  }

  /// The highest prices per million tokens, of prompts of any length in the standard tier.
  package var highest: (input: Double, output: Double) {
    standard.steps.reduce((input, output)) {
      (max($0.0, $1.rates.input), max($0.1, $1.rates.output))
    }
  }

  /// Whether answers cost nothing, whatever their length and service tier.
  package var isFree: Bool {
    let all = BillingTerms(tier: .unknown, pictures: 1, sendsAudio: true, asksForAudio: true)
    return ceiling(tokensIn: .max, tokensOut: .max, all) == 0
  }

  /// Whether this tier has a price of its own. If not, its answers cost the standard price.
  package func hasPrice(of tier: ServiceTier) -> Bool {
    tier == .standard || tiers[tier] != nil
  }

  /// The cost of an answer in dollars. A tier without a price of its own costs the standard price.
  package func cost(of usage: BilledUsage, pictures: Int = 0) -> Double {
    (usage.tier.flatMap { tiers[$0] } ?? standard).cost(of: usage) + fees(pictures)
  }

  /// The likely cost of an answer, in dollars: in the tier that its request names, else in the
  /// standard tier, and without cached input, thinking and audio.
  package func cost(
    tokensIn: Int, tokensOut: Int, _ terms: BillingTerms = BillingTerms()
  ) -> Double {
    var usage = BilledUsage(tokensIn: tokensIn, tokensOut: tokensOut)
    if case .named(let tier) = terms.tier { usage.tier = tier }
    return cost(of: usage, pictures: Int(terms.pictures))
  }

  /// The most that a request with at most these tokens can cost, in dollars, at any tier that it may
  /// be billed at. A tier without a price of its own costs the standard price.
  package func ceiling(tokensIn: Int, tokensOut: Int, _ terms: BillingTerms) -> Double {
    var most = standard.ceiling(tokensIn: tokensIn, tokensOut: tokensOut, terms)
    let asked = terms.tier
    for (tier, price) in tiers where asked.mayBecome(tier) {
      most = max(most, price.ceiling(tokensIn: tokensIn, tokensOut: tokensOut, terms))
    }
    return most + fees(Int(terms.pictures))
  }

  private func fees(_ pictures: Int) -> Double { request + Double(max(pictures, 0)) * picture }
}
