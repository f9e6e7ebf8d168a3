package import Basics
import Tokens

/// Computes what requests can cost and what answers did cost.
package struct Pricing: Sendable {
  package let list: PriceList
  /// Prices that were looked up already, also those that were not found.
  private var known: [String: Price?] = [:]
  private var meter = RequestMeter()

  package init(_ list: PriceList) {
    self.list = list
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

  /// The most that a request can cost; `nil`: its model has no price.
  ///
  /// The bound for the prompt's tokens is the length of the body in bytes, about four times what is
  /// likely. In every tokenizer that works on bytes, a token is at least one byte of text, and the
  /// tokens that a chat adds to each message are fewer than the bytes of its JSON. Content that is
  /// not in the body as text, such as a linked picture, is estimated, plus a quarter; the larger of
  /// the two bounds counts. The bound for the answer is the one that the request sets.
  package mutating func ceiling(of body: [UInt8], model: String) -> Money? {
    guard let price = price(of: model) else { return nil }
    let size = body.withUnsafeBytes { meter.measure($0) }
    let estimate = size.tokensIn.addingReportingOverflow(size.tokensIn / 4)
    let tokensIn = max(body.count, estimate.overflow ? .max : estimate.partialValue)
    return Money(
      dollars: price.ceiling(
        tokensIn: tokensIn, tokensOut: size.ceilingOut(standard: RequestSize.standardCeiling)))
  }
}
