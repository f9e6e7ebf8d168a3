package import Basics
import Tokens

/// Puts prices on requests and on their answers.
package struct Pricing: Sendable {
  package let list: PriceList
  private var known: [String: Price?] = [:]
  private var meter = RequestMeter()

  package init(_ list: PriceList) {
    self.list = list
  }

  /// Looked up once for each model; so many are remembered.
  private static let mostKnown = 1024

  package mutating func price(of model: String) -> Price? {
    if let price = known[model] { return price }
    let price = list.price(of: model)
    if known.count < Self.mostKnown { known[model] = .some(price) }
    return price
  }

  /// The most that a request can cost; `nil`: its model is unpriced.
  ///
  /// A token of text is at least one byte of it, in every tokenizer that works on bytes, and what a
  /// chat adds to a message is less than its JSON does: so the body's length is a bound, four times
  /// what is likely. What is not in the body as text (a picture behind a link) is estimated, and a
  /// quarter added. The answer's bound is the request's own.
  package mutating func ceiling(of body: [UInt8], model: String) -> Money? {
    guard let price = price(of: model) else { return nil }
    let size = body.withUnsafeBytes { meter.measure($0) }
    let estimate = size.tokensIn.addingReportingOverflow(size.tokensIn / 4)
    let tokensIn = max(body.count, estimate.overflow ? .max : estimate.partialValue)
    return Money(dollars: price.ceiling(tokensIn: tokensIn, tokensOut: size.ceilingOut))
  }
}
