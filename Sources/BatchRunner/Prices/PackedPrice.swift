import Tokens

/// A price in the words of ``PackedPrices``.
package enum PackedPrice {
  private static let tierLetters: [(tier: ServiceTier, letter: Character)] = [
    (.flex, "f"), (.priority, "p"), (.batch, "b"),
  ]

  private static let rateLetters:
    [(letter: Character, rate: any WritableKeyPath<TokenRates, Double?> & Sendable)] = [
      ("c", \.cached), ("w", \.written), ("r", \.reasoning), ("a", \.audioIn), ("A", \.audioOut),
    ]

  package static func words(_ price: Price) -> String {
    var words: [String] = []
    if price.request != 0 { words.append("q" + number(price.request)) }
    if price.picture != 0 { words.append("P" + number(price.picture)) }
    words += Self.words(price.standard)
    for (tier, letter) in tierLetters {
      if let tier = price.tiers[tier] { words += [String(letter)] + Self.words(tier) }
    }
    return words.joined(separator: " ")
  }

  private static func words(_ tier: TierPrice) -> [String] {
    words(tier.short) + tier.steps.flatMap { ["@\($0.above)"] + words($0.rates) }
  }

  private static func words(_ rates: TokenRates) -> [String] {
    ["i" + number(rates.input), "o" + number(rates.output)]
      + rateLetters.compactMap { letter, rate in
        rates[keyPath: rate].map { "\(letter)" + number($0) }
      }
  }

  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `nil`: the words are not a price.
  static func read(_ words: String) -> Price? {
    var price = Price(input: 0, output: 0)
    var tier = ServiceTier.standard
    var parts: [ServiceTier: [TierPrice.Step]] = [.standard: [empty]]
    for word in words.split(separator: " ") {
      guard let letter = word.first else { continue }
      if let new = tierLetters.first(where: { $0.letter == letter })?.tier {
        tier = new
        parts[tier] = [empty]
        continue
      }
      guard let value = Double(word.dropFirst()), var steps = parts[tier] else { return nil }
      let last = steps.count - 1
      switch letter {
      case "q": price.request = value
      case "P": price.picture = value
      case "@": steps.append(.init(above: Int(value), TokenRates(input: 0, output: 0)))
      case "i": steps[last].rates.input = value
      case "o": steps[last].rates.output = value
      default:
        guard let rate = rateLetters.first(where: { $0.letter == letter })?.rate else { return nil }
        steps[last].rates[keyPath: rate] = value
      }
      parts[tier] = steps
    }
    for (tier, steps) in parts {
      let whole = TierPrice(steps[0].rates, steps: Array(steps.dropFirst()))
      if tier == .standard { price.standard = whole } else { price.tiers[tier] = whole }
    }
    return price
  }

  private static let empty = TierPrice.Step(above: 0, TokenRates(input: 0, output: 0))
}
