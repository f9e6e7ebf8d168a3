import Basics

/// Finds the entry of a price list that holds for a model.
///
/// The same spelling wins. Else the name with its date is searched, then the name without it, each
/// at the owner that the name states:
///
/// - a service that sells the models of others: at that service, else, for a reseller at makers'
///   prices, at the maker. Never at another service.
/// - a maker, or no owner: at the maker, else at any service.
struct PriceSearch {
  private let name: ModelName
  private let entries: [PriceEntry]

  init(_ name: ModelName, in entries: [PriceEntry]) {
    self.name = name
    self.entries = entries
  }

  /// What a search ends with.
  enum Result {
    case priced(PriceMatch)
    /// The list has the model, but not its price. Nobody else's price is used.
    case unpriced
    case missing
  }

  var result: Result {
    let same = entries.filter { $0.name.spelt == name.spelt }
    if let result = best(of: same, retiringWith: sameAtMaker) { return result }
    let forms = [name.dated, name.plain]
    return forms.lazy.compactMap(certain).first ?? forms.lazy.compactMap(anywhere).first
      ?? .missing
  }

  private func named(_ form: String) -> [PriceEntry] {
    entries.filter { $0.name.dated == form || $0.name.plain == form }
  }

  /// The model at the owner that its name states, or at its maker.
  private func certain(_ form: String) -> Result? {
    let named = named(form)
    func sold(by owner: String?) -> Result? { best(of: named.filter { $0.owner == owner }) }
    /// Also on the cloud of the maker.
    func sold(byMaker maker: String) -> Result? {
      sold(by: maker) ?? ModelOwner.clouds[maker].flatMap { sold(by: $0) }
    }
    guard let owner = name.owner else { return sold(by: nil) ?? maker.flatMap(sold(byMaker:)) }
    if let result = sold(by: owner) ?? sold(by: nil) { return result }
    guard name.isFromHost else { return sold(byMaker: owner) }
    if let maker, ModelOwner.clouds[maker] == owner { return sold(by: maker) }
    return ModelOwner.resellers.contains(owner) ? maker.flatMap(sold(byMaker:)) : nil
  }

  /// The model at any service, if its name states none. The model of another maker is not this one,
  /// whatever its name.
  private func anywhere(_ form: String) -> Result? {
    if name.isFromHost { return nil }
    if let owner = name.owner, let maker, owner != maker { return nil }
    return best(of: named(form))
  }

  /// Who makes the model, as far as its name says it.
  private var maker: String? {
    (name.isFromHost ? name.maker : nil) ?? ModelOwner.maker(of: name.plain)
  }

  /// The entries of the same name at the maker itself, for a name without owner.
  private var sameAtMaker: [PriceEntry] {
    guard name.owner == nil, let maker else { return [] }
    return entries.filter { $0.owner == maker && $0.name.dated == name.dated }
  }

  /// The entry whose name is closest to the model's, else the most expensive. `others`: entries of
  /// which the last to retire decides when the model does.
  private func best(
    of entries: [PriceEntry], retiringWith others: [PriceEntry] = []
  ) -> Result? {
    guard let closest = entries.map(distance).min() else { return nil }
    let candidates = entries.filter { distance($0) == closest }
    let priced = candidates.compactMap { entry in entry.price.map { (entry, $0) } }
    guard let (entry, price) = priced.max(by: { Self.sampleCost($0.1) < Self.sampleCost($1.1) })
    else { return .unpriced }
    let all = candidates + others
    let days = all.compactMap(\.retirement)
    return .priced(
      PriceMatch(
        price: price, entry: entry.name.spelt,
        retirement: days.count < all.count
          ? nil : days.max { $0.daysSince1970 < $1.daysSince1970 },
        offers: Set(priced.map { [$0.1.input, $0.1.output] }).count))
  }

  /// How many parts of the entry's name the model's does not have, or the other way round.
  private func distance(_ entry: PriceEntry) -> Int {
    (entry.name.dated == name.dated ? 0 : entry.name.dated == name.plain ? 1 : 2)
      + (entry.name.isRegional && !name.isRegional ? 4 : 0)
      // A maker's second interface, as in `perplexity/perplexity/sonar`.
      + (entry.owner != nil && entry.name.maker == entry.owner ? 8 : 0)
  }

  private static func sampleCost(_ price: Price) -> Double {
    price.cost(tokensIn: 1_000_000, tokensOut: 1_000_000)
  }
}
