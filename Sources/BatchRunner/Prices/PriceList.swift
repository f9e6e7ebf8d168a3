import Synchronization

/// Prices by model. A price is found under every spelling of the model's name, see ``ModelName``.
package struct PriceList: Sendable {
  /// Where the prices come from, for the user: a path, or words such as "built-in list of
  /// 2026-11-01".
  package let source: String
  /// The first that knows the model counts.
  private let layers: [Layer]
  private let memory = Memory()

  /// Prices of one source.
  private enum Layer: Sendable {
    case entries([PriceEntry])
    case packed(PackedPrices)
  }

  package init(source: String, entries: [PriceEntry]) {
    self.init(source, [.entries(entries)])
  }

  /// `prices`: by model, in any spelling.
  package init(source: String, prices: [String: Price]) {
    self.init(source: source, entries: prices.map { PriceEntry($0, $1) })
  }

  init(source: String, _ prices: PackedPrices) {
    self.init(source, [.packed(prices)])
  }

  private init(_ source: String, _ layers: [Layer]) {
    self.source = source
    self.layers = layers
  }

  /// A list with these prices; the other list is used only for models that are not in this one.
  package func over(_ others: PriceList) -> PriceList {
    PriceList("\(source), else the \(others.source)", layers + others.layers)
  }

  /// The model's price; `nil`: it has none.
  package func price(of model: String) -> Price? { match(model)?.price }

  /// What the list says about the model; `nil`: nothing.
  package func match(_ model: String) -> PriceMatch? {
    memory.match(model) { search(ModelName(model)) }
  }

  private func search(_ name: ModelName) -> PriceMatch? {
    for layer in layers {
      let entries =
        switch layer {
        case .entries(let entries): entries
        case .packed(let prices): prices.entries(like: name)
        }
      if case .priced(let match) = PriceSearch(name, in: entries).result { return match }
    }
    return nil
  }

  /// All prices, of several lists one after the other.
  package var entries: [PriceEntry] {
    layers.flatMap {
      switch $0 {
      case .entries(let entries): entries
      case .packed(let prices): prices.entries
      }
    }
  }
}

extension PriceList {
  /// Remembers what was found, because a search looks at the whole list and a run asks for the same
  /// few models again and again.
  private final class Memory: Sendable {
    private let found = Mutex<[String: PriceMatch?]>([:])

    private static let mostModels = 4096

    func match(_ model: String, _ search: () -> PriceMatch?) -> PriceMatch? {
      if let match = found.withLock({ $0[model] }) { return match }
      let match = search()
      found.withLock { if $0.count < Self.mostModels { $0[model] = .some(match) } }
      return match
    }
  }
}
