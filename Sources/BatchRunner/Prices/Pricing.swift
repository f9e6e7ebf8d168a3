package import Basics
package import Tokens

/// Computes what requests can cost and what answers did cost.
package struct Pricing: Sendable {
  package let list: PriceList
  /// Prices that were looked up already, also those that were not found.
  private var known: [String: Price?] = [:]
  private var meter = RequestMeter()

  /// How long the API lets an answer become if the request sets no limit; `nil`: that is not
  /// documented.
  private let standardOut: Int?

  package init(_ list: PriceList, standardOut: Int? = nil) {
    self.list = list
    self.standardOut = standardOut
  }

  /// How many models are remembered in ``known``.
  private static let maxKnown = 1024

  /// The model's price; `nil`: it has none.
  package mutating func price(of model: String) -> Price? {
    if let price = known[model] { return price }
    let price = list.price(of: model)
    if known.count < Self.maxKnown { known[model] = .some(price) }
    return price
  }

  /// The most tokens that a request can be charged for.
  package mutating func ceiling(of body: [UInt8]) -> CostCeiling { ceiling(of: size(of: body)) }

  /// The same of a request that was measured already.
  package func ceiling(of size: RequestSize) -> CostCeiling {
    CostCeiling(size, standardOut: standardOut)
  }

  /// The most that a request can cost; `nil`: its model has no price.
  package mutating func ceiling(of body: [UInt8], model: String) -> Money? {
    price(of: model).map { ceiling(of: body).cost(at: $0) }
  }

  /// What a request counts at most. Without a price it fits under no spending cap.
  package mutating func attemptCeiling(of body: [UInt8], model: String) -> AttemptCeiling {
    let size = size(of: body)
    let ceiling = ceiling(of: size)
    return AttemptCeiling(
      cost: price(of: model).map(ceiling.cost) ?? .most, tokens: ceiling.tokens,
      weight: size.weight)
  }

  /// The request's tokens as they are estimated.
  package mutating func size(of body: [UInt8]) -> RequestSize {
    body.withUnsafeBytes { meter.measure($0) }
  }
}

extension RequestSize {
  /// What the request counts against limits of tokens.
  package var weight: TokenWeight { TokenWeight(tokensIn: tokensIn, mostOut: ceilingOut) }
}
