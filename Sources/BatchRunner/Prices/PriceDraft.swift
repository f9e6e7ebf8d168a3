import Tokens

/// The parts of a price while a price file is read: prices per million tokens by service tier and
/// length of the prompt, each of which may be missing.
struct PriceDraft {
  /// Which prices: those of a tier, for prompts above so many tokens; 0: of any length.
  struct Place: Hashable {
    var tier = ServiceTier.standard
    var above = 0
  }

  /// Prices that may be missing.
  struct Rates {
    var input: Double?
    var output: Double?
    var cached: Double?
    var written: Double?
    var reasoning: Double?
    var audioIn: Double?
    var audioOut: Double?
  }

  private var rates: [Place: Rates] = [:]
  /// Dollars per request; `nil`: no such fee.
  var request: Double?
  /// Dollars per picture; `nil`: no such fee.
  var picture: Double?

  subscript(place: Place) -> Rates {
    get { rates[place] ?? Rates() }
    set { rates[place] = newValue }
  }

  /// The price; `nil`: there is neither a price for both kinds of tokens nor one per request. With
  /// only one of the token prices, the other kind would count as free.
  var price: Price? {
    guard let standard = standardTier else {
      let hasTokens = rates.values.contains { $0.input != nil || $0.output != nil }
      guard !hasTokens, let request else { return nil }
      return Price(
        TierPrice(TokenRates(input: 0, output: 0)), request: request, picture: picture ?? 0)
    }
    var price = Price(standard, request: request ?? 0, picture: picture ?? 0)
    for tier in ServiceTier.allCases where tier != .standard {
      price.tiers[tier] = self.tier(tier, standard)
    }
    return price
  }

  /// The bounds of a tier's steps, from the lowest to the highest.
  private func bounds(_ tier: ServiceTier) -> [Int] {
    rates.keys.filter { $0.tier == tier && $0.above > 0 }.map(\.above).sorted()
  }

  /// Where only long prompts have prices, those of the lowest step hold for short ones too.
  private var standardTier: TierPrice? {
    let bounds = bounds(.standard)
    let places = ([0] + bounds).map { Place(above: $0) }
    guard let first = places.first(where: { self[$0].input != nil && self[$0].output != nil }),
      let short = self[first].complete()
    else { return nil }
    var last = short
    var steps: [TierPrice.Step] = []
    for bound in bounds {
      last = self[Place(above: bound)].over(last)
      steps.append(.init(above: bound, last))
    }
    return TierPrice(short, steps: steps)
  }

  /// The price of another tier; `nil`: the list does not have both halves of it. What the list does
  /// not say is never cheaper than in the standard tier, in proportion.
  private func tier(_ tier: ServiceTier, _ standard: TierPrice) -> TierPrice? {
    guard let short = self[Place(tier: tier)].complete(like: standard.short) else { return nil }
    let bounds = Set(bounds(tier)).union(standard.steps.map(\.above)).sorted()
    var last = short
    var steps: [TierPrice.Step] = []
    for bound in bounds {
      let own = self[Place(tier: tier, above: bound)]
      let usual = standard.steps.last { $0.above <= bound }?.rates ?? standard.short
      if let rates = own.complete(like: usual) {
        last = rates
      } else if standard.steps.contains(where: { $0.above == bound }) {
        last = last.raised(to: usual)
      }
      steps.append(.init(above: bound, last))
    }
    return TierPrice(short, steps: steps)
  }
}

extension PriceDraft.Rates {
  /// `nil`: one half is missing.
  func complete() -> TokenRates? {
    guard let input, let output else { return nil }
    return TokenRates(
      input: input, output: output, cached: cached, written: written, reasoning: reasoning,
      audioIn: audioIn, audioOut: audioOut)
  }

  /// The prices of a tier, whose missing parts cost what they cost in the standard tier, more if the
  /// tier is more expensive; `nil`: one half is missing.
  func complete(like standard: TokenRates) -> TokenRates? {
    guard var rates = complete() else { return nil }
    func factor(_ own: Double, _ usual: Double) -> Double { usual > 0 ? max(own / usual, 1) : 1 }
    let input = factor(rates.input, standard.input)
    let output = factor(rates.output, standard.output)
    // A cached token never costs more than a new one.
    rates.cached = rates.cached ?? standard.cached.map { min($0 * input, rates.input) }
    rates.written = rates.written ?? standard.written.map { $0 * input }
    rates.audioIn = rates.audioIn ?? standard.audioIn.map { $0 * input }
    rates.reasoning = rates.reasoning ?? standard.reasoning.map { $0 * output }
    rates.audioOut = rates.audioOut ?? standard.audioOut.map { $0 * output }
    return rates
  }

  /// These prices, and where one is missing, that of shorter prompts.
  func over(_ shorter: TokenRates) -> TokenRates {
    // A part that has no price of its own here costs at least what the whole does.
    func part(_ own: Double?, _ before: Double?, _ whole: Double?) -> Double? {
      own ?? (whole == nil ? before : before.map { max($0, whole ?? 0) })
    }
    return TokenRates(
      input: input ?? shorter.input, output: output ?? shorter.output,
      cached: part(cached, shorter.cached, input), written: part(written, shorter.written, input),
      reasoning: part(reasoning, shorter.reasoning, output),
      audioIn: part(audioIn, shorter.audioIn, input),
      audioOut: part(audioOut, shorter.audioOut, output))
  }
}

extension TokenRates {
  /// The higher of both, for each kind of tokens.
  fileprivate func raised(to other: TokenRates) -> TokenRates {
    func higher(_ part: KeyPath<TokenRates, Double?>, _ whole: KeyPath<TokenRates, Double>)
      -> Double?
    {
      guard self[keyPath: part] != nil || other[keyPath: part] != nil else { return nil }
      return max(
        self[keyPath: part] ?? self[keyPath: whole], other[keyPath: part] ?? other[keyPath: whole])
    }
    return TokenRates(
      input: max(input, other.input), output: max(output, other.output),
      cached: higher(\.cached, \.input), written: higher(\.written, \.input),
      reasoning: higher(\.reasoning, \.output), audioIn: higher(\.audioIn, \.input),
      audioOut: higher(\.audioOut, \.output))
  }
}
