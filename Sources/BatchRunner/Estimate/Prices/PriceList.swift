/// Prices of models, under all the names that an API may use for them.
package struct PriceList: Sendable {
  /// Where the prices come from, in words for the reader: "built-in list of 2026-11-01", or a path.
  package let source: String
  private let prices: [String: Price]

  package init(source: String, prices: [String: Price]) {
    self.source = source
    self.prices = prices
  }

  /// `nil`: the model is unpriced.
  package func price(of model: String) -> Price? { prices[model] }

  package static let builtIn = PriceList(
    source: "built-in list", prices: ["claude-4-5-sonnet": Price(input: 3, output: 15)])
}
