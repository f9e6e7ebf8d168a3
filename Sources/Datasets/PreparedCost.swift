import Basics
package import BatchRunner
import Planning
import Tokens

/// Estimates what prepared jobs will cost, before there are any answers to learn from.
package struct PreparedCost: Sendable {
  /// In the order in which the jobs first name the models, of which there are few.
  private var models: [ModelForecast] = []
  private var meter = RequestMeter()
  private var thinkingModels = ThinkingModels()
  private let prices: PriceList

  package init(_ prices: PriceList = .builtIn) {
    self.prices = prices
  }

  /// Adds the request body of one job.
  mutating func add(_ body: UnsafeRawBufferPointer) {
    let size = meter.measure(body)
    let number = models.firstIndex { $0.model == size.model } ?? models.count
    if number == models.count {
      models.append(
        ModelForecast(
          size.model, AnswerForecast(Evidence().best(for: size.model)),
          price: prices.price(of: size.model)))
    }
    // The limit of the default API: what the jobs will be sent to is not known yet.
    models[number].add(
      Workload.Item(
        model: 0, size, thinks: thinkingModels.contain(size.model),
        standardOut: RequestSize.standardCeiling),
      gaps: CostCeiling(size, standardOut: RequestSize.standardCeiling).gaps)
  }

  /// For example: `300 jobs, about 21.4k tokens in; likely $0.42, at most $1.88 (built-in list).`
  ///
  /// If a model has no price, the sentence names it and gives no cost.
  package var sentence: String {
    let models = models.map { model in
      var model = model
      model.finish(weight: 1)
      return model
    }
    let jobs = models.reduce(0) { $0 + $1.jobs }
    let tokensIn = models.reduce(0) { $0 + $1.tokensIn.likely }
    let unpriced = models.filter { $0.cost == nil }.map(\.model).min()
    let costs = models.compactMap(\.cost)
    func sum(_ amount: (ForecastRange) -> Double) -> String {
      Figure.dollars(Money(dollars: costs.reduce(0) { $0 + amount($1) }))
    }
    let gaps = models.reduce(into: CeilingGaps()) { $0 += $1.gaps }
    let most = gaps.isEmpty ? "at most \(sum(\.ceiling))" : "no ceiling (\(gaps.words))"
    let cost =
      unpriced.map { "the model '\($0)' has no price" }
      ?? "likely \(sum(\.likely)), \(most) (\(prices.source))"
    return
      "\(Figure.count(jobs, "job")), about \(Figure.compact(Int(tokensIn.rounded()))) tokens in; "
      + "\(cost)."
  }
}
