extension PriceList {
  /// Public prices from the price map of LiteLLM (MIT license), see ``PackedPrices/builtIn``.
  ///
  /// A gateway may charge other prices than the services of the list.
  package static let builtIn = PriceList(
    source: "built-in list of \(PackedPrices.builtInDay) (LiteLLM \(PackedPrices.builtInVersion))",
    PackedPrices.builtIn)
}
