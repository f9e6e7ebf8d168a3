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

  /// What an attempt that ended this way was billed.
  package mutating func charge(_ end: Schedule.End, of job: Job) -> Charge {
    if let answer = end.verdict.answer {
      guard let price = price(of: job.model) else { return .unpriced }
      guard let tokensIn = answer.tokensIn, let tokensOut = answer.tokensOut else {
        return perhaps(job)
      }
      return .known(Money(dollars: price.cost(tokensIn: tokensIn, tokensOut: tokensOut)))
    }
    return end.mayBePaid ? perhaps(job) : .nothing
  }

  private mutating func perhaps(_ job: Job) -> Charge {
    ceiling(of: job.body, model: job.model).map(Charge.perhaps) ?? .perhapsUnpriced
  }
}
