/// Prices by model. A price is found under every spelling of the model's name, see ``ModelName``.
package struct PriceList: Sendable {
  /// Where the prices come from, for the user: a path, or words such as "built-in list of
  /// 2026-11-01".
  package let source: String
  /// By ``ModelName/spelt``.
  private let spelt: [String: Price]
  /// By ``ModelName/plain``.
  private let plain: [String: Price]

  /// `prices`: by model, in any spelling.
  package init(source: String, prices: [String: Price]) {
    self.source = source
    var spelt: [String: Price] = [:]
    var plain: [String: Price] = [:]
    // Plain names that the list itself spells. Their price wins over that of longer spellings.
    var spelledPlainly: Set<String> = []
    for (text, price) in prices {
      let name = ModelName(text)
      spelt[name.spelt] = Self.moreExpensive(spelt[name.spelt], price)
      if name.spelt == name.plain {
        plain[name.plain] =
          spelledPlainly.contains(name.plain)
          ? Self.moreExpensive(plain[name.plain], price) : price
        spelledPlainly.insert(name.plain)
      } else if !spelledPlainly.contains(name.plain) {
        plain[name.plain] = Self.moreExpensive(plain[name.plain], price)
      }
    }
    self.spelt = spelt
    self.plain = plain
  }

  /// The first list, with models of the second that are not in it.
  private init(_ first: PriceList, over second: PriceList) {
    source = "\(first.source), else the \(second.source)"
    plain = second.plain.merging(first.plain) { _, first in first }
    // If the first list has the model under any spelling, no spelling of the second list counts.
    spelt = second.spelt.filter { first.plain[ModelName($0.key).plain] == nil }
      .merging(first.spelt) { _, first in first }
  }

  /// A list with these prices; the other list is used only for models that are not in this one.
  package func over(_ others: PriceList) -> PriceList { PriceList(self, over: others) }

  /// The price of exactly this spelling, else of the name with its date, else of the plain name.
  /// `nil`: the model has no price.
  package func price(of model: String) -> Price? {
    let name = ModelName(model)
    return spelt[name.spelt] ?? spelt[name.dated] ?? plain[name.plain]
  }

  /// How many spellings have a price of their own.
  package var count: Int { spelt.count }

  /// The more expensive price. It is used if several spellings have the same plain name.
  private static func moreExpensive(_ one: Price?, _ other: Price) -> Price {
    guard let one else { return other }
    func sampleCost(_ price: Price) -> Double {
      price.ceiling(tokensIn: 1_000_000, tokensOut: 1_000_000)
    }
    return sampleCost(one) < sampleCost(other) ? other : one
  }
}
