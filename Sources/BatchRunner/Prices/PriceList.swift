/// Prices of models, under all the names that an API may use for them.
package struct PriceList: Sendable {
  /// Where the prices come from, in words for the reader: "built-in list of 2026-11-01", or a path.
  package let source: String
  private let spelt: [String: Price]
  /// By ``ModelName/plain``.
  private let plain: [String: Price]

  package init(source: String, prices: [String: Price]) {
    self.source = source
    var spelt: [String: Price] = [:]
    var plain: [String: Price] = [:]
    var owned: Set<String> = []
    for (text, price) in prices {
      let name = ModelName(text)
      spelt[name.spelt] = Self.dearer(spelt[name.spelt], price)
      if name.spelt == name.plain {
        plain[name.plain] =
          owned.contains(name.plain) ? Self.dearer(plain[name.plain], price) : price
        owned.insert(name.plain)
      } else if !owned.contains(name.plain) {
        plain[name.plain] = Self.dearer(plain[name.plain], price)
      }
    }
    self.spelt = spelt
    self.plain = plain
  }

  private init(_ first: PriceList, over second: PriceList) {
    source = "\(first.source), else the \(second.source)"
    plain = second.plain.merging(first.plain) { _, first in first }
    // A name of the second that comes down to one of the first is the first's.
    spelt = second.spelt.filter { first.plain[ModelName($0.key).plain] == nil }
      .merging(first.spelt) { _, first in first }
  }

  /// These prices where they say something of a model, the others' elsewhere.
  package func over(_ others: PriceList) -> PriceList { PriceList(self, over: others) }

  /// As it is spelt, else as it comes down to; `nil`: the model is unpriced.
  package func price(of model: String) -> Price? {
    let name = ModelName(model)
    return spelt[name.spelt] ?? spelt[name.dated] ?? plain[name.plain]
  }

  package var count: Int { spelt.count }

  /// Where several names come down to one, and none of them is it, the dearest counts.
  private static func dearer(_ one: Price?, _ other: Price) -> Price {
    guard let one else { return other }
    func weight(_ price: Price) -> Double {
      price.ceiling(tokensIn: 1_000_000, tokensOut: 1_000_000)
    }
    return weight(one) < weight(other) ? other : one
  }
}
