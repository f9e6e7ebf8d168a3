/// What prepared jobs may cost, in one line.
package struct PreparedCost: Sendable {
  private var jobs = 0
  private var tokensIn = 0
  private var dollars = 0.0
  /// The first model without a price.
  private var unpriced: String?
  private var meter = RequestMeter()
  private let prices: PriceList

  package init(_ prices: PriceList = .builtIn) {
    self.prices = prices
  }

  mutating func add(_ body: UnsafeRawBufferPointer) {
    let size = meter.measure(body)
    jobs += 1
    tokensIn += size.tokensIn
    if let price = prices.price(of: size.model) {
      dollars += price.cost(tokensIn: size.tokensIn, tokensOut: size.ceilingOut)
    } else if unpriced == nil {
      unpriced = size.model
    }
  }

  /// `300 jobs, about 21.4k tokens in, at most $1.88 (built-in list).`
  package var sentence: String {
    let cost =
      unpriced.map { "the model '\($0)' is unpriced" }
      ?? "at most $\(Figure.credits((dollars * 100).rounded(.up) / 100)) (\(prices.source))"
    return "\(Figure.count(jobs, "job")), about \(Figure.compact(tokensIn)) tokens in, \(cost)."
  }
}
