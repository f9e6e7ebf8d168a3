import Basics
package import BatchRunner
import Planning
import Tokens

/// What prepared jobs will take, in one line: the estimate before there are answers.
package struct PreparedCost: Sendable {
  private var models: [String: ModelForecast] = [:]
  private var meter = RequestMeter()
  private let prices: PriceList

  package init(_ prices: PriceList = .builtIn) {
    self.prices = prices
  }

  mutating func add(_ body: UnsafeRawBufferPointer) {
    let size = meter.measure(body)
    if models[size.model] == nil {
      models[size.model] = ModelForecast(
        size.model, AnswerOutlook(Evidence().best(for: size.model)),
        price: prices.price(of: size.model))
    }
    models[size.model]?.add(Workload.Item(model: 0, size))
  }

  /// `300 jobs, about 21.4k tokens in; likely $0.42, at most $1.88 (built-in list).`
  package var sentence: String {
    let models = models.values.map { model in
      var model = model
      model.finish(weight: 1)
      return model
    }
    let jobs = models.reduce(0) { $0 + $1.jobs }
    let tokensIn = models.reduce(0) { $0 + $1.tokensIn.likely }
    let unpriced = models.filter { $0.cost == nil }.map(\.model).min()
    let costs = models.compactMap(\.cost)
    func dollars(_ pick: (Outlook) -> Double) -> String {
      Figure.dollars(Money(dollars: costs.reduce(0) { $0 + pick($1) }))
    }
    let cost =
      unpriced.map { "the model '\($0)' is unpriced" }
      ?? "likely \(dollars(\.likely)), at most \(dollars(\.ceiling)) (\(prices.source))"
    return
      "\(Figure.count(jobs, "job")), about \(Figure.compact(Int(tokensIn.rounded()))) tokens in; "
      + "\(cost)."
  }
}
