package import BatchRunner

/// What the jobs that are still to do will take: tokens, money, time.
package struct Forecast: Sendable {
  package let origin: Evidence.Origin
  /// In the order of the jobs.
  package private(set) var models: [ModelForecast]
  package let tokensIn: Outlook
  package let tokensOut: Outlook
  /// US dollars for the priced models; `nil`: none of them is.
  package let cost: Outlook?
  private let outlooks: [AnswerOutlook]
  private let prices: [Price?]
  private let workload: Workload

  package init(_ workload: Workload, _ evidence: Evidence, _ list: PriceList) {
    self.workload = workload
    origin = evidence.isEnough ? evidence.origin : .prior
    outlooks = workload.models.map { AnswerOutlook(evidence.best(for: $0)) }
    prices = workload.models.map(list.price(of:))
    var models = zip(workload.models, zip(outlooks, prices)).map { model, found in
      ModelForecast(model, found.0, price: found.1)
    }
    for item in workload.items { models[Int(item.model)].add(item) }
    for index in models.indices { models[index].finish(weight: workload.weight) }
    self.models = models
    let together = models.map { $0.grade != .own }
    tokensIn = .sum(models.map(\.tokensIn), erringTogether: together)
    tokensOut = .sum(models.map(\.tokensOut), erringTogether: together)
    let priced = zip(models, together).filter { $0.0.cost != nil }
    cost =
      priced.isEmpty
      ? nil : .sum(priced.compactMap(\.0.cost), erringTogether: priced.map(\.1))
  }

  /// In the workload, each standing for ``weight`` jobs.
  var items: Int { workload.items.count }
  var weight: Int { workload.weight }
  package var jobs: Int { workload.items.count * workload.weight }
  /// Models without a price, which no cost counts.
  package var unpriced: [ModelForecast] { models.filter { $0.cost == nil } }
}

// MARK: - One job after the other

extension Forecast {
  /// How long answers are taken to be.
  package enum Length: Sendable {
    case low, likely
    /// As long as they may be.
    case ceiling
  }

  /// What one job is taken to need, as a simulation of the run plays it.
  struct Part: Sendable {
    /// Mean, and the variance around it.
    let seconds: Double
    let variance: Double
    /// US dollars; 0 for an unpriced model.
    let cost: Double
  }

  func part(_ index: Int, _ length: Length) -> Part {
    let item = workload.items[index]
    let outlook = outlooks[Int(item.model)]
    let estimated = Double(item.tokensIn)
    let ceiling = Double(item.ceilingOut)
    let likely = outlook.tokensOut(estimatedIn: estimated, ceiling: ceiling)
    let tokensOut =
      switch length {
      case .low: likely * models[Int(item.model)].lowShare
      case .likely: likely
      case .ceiling: ceiling
      }
    let seconds = outlook.seconds(tokensOut: tokensOut)
    let tokensIn = outlook.tokensIn(estimated: estimated)
    let cost =
      prices[Int(item.model)]?.cost(
        tokensIn: Int(tokensIn.rounded()), tokensOut: Int(tokensOut.rounded())) ?? 0
    return Part(seconds: seconds, variance: outlook.variance(ofSeconds: seconds), cost: cost)
  }
}
