import Basics
package import BatchRunner

/// The expected tokens and cost of the jobs to do, by model and in total, and of each job.
package struct Forecast: Sendable {
  /// Where the evidence comes from; `.prior` if there are too few answers.
  package let origin: Evidence.Origin
  /// In the order in which the jobs first name them.
  package private(set) var models: [ModelForecast]
  /// The totals of all models.
  package let tokensIn: ForecastRange
  package let tokensOut: ForecastRange
  /// US dollars for the models with a price; `nil` if no model has one.
  package let cost: ForecastRange?
  /// By the model's number in the workload, like ``prices``.
  private let outlooks: [AnswerForecast]
  private let prices: [Price?]
  private let workload: Workload
  /// What the ceilings count.
  package let answers: AnswersPerJob

  package init(
    _ workload: Workload, _ evidence: Evidence, _ list: PriceList,
    answers: AnswersPerJob = AnswersPerJob()
  ) {
    self.workload = workload
    self.answers = answers
    origin = evidence.isEnough ? evidence.origin : .prior
    outlooks = workload.models.map { AnswerForecast(evidence.best(for: $0)) }
    prices = workload.models.map(list.price(of:))
    let priced = zip(outlooks, prices)
    var models = zip(workload.models, zip(priced, workload.gaps)).map { name, found in
      ModelForecast(
        name, found.0.0, price: found.0.1, gaps: found.1, answers: answers)
    }
    for item in workload.items { models[Int(item.model)].add(item) }
    for index in models.indices { models[index].finish(weight: workload.weight) }
    self.models = models
    tokensIn = .sum(models.map(\.tokensIn), models.map(\.errorIn).reduce(ForecastError(), +))
    tokensOut = .sum(models.map(\.tokensOut), models.map(\.errorOut).reduce(ForecastError(), +))
    let costs = models.compactMap(\.cost)
    cost =
      costs.isEmpty
      ? nil : .sum(costs, models.map(\.errorOfCost).reduce(ForecastError(), +))
  }

  /// The number of jobs that were looked at.
  var items: Int { workload.items.count }
  /// The number of jobs for which each item stands; 1 unless the workload is a sample.
  var weight: Int { workload.weight }
  /// The number of jobs that the forecast covers.
  package var jobs: Int { workload.items.count * workload.weight }
  /// What the ceilings leave open; empty if they are bounds.
  package var gaps: CeilingGaps { models.reduce(into: CeilingGaps()) { $0 += $1.gaps } }
  /// The likely amounts have an assumption about thinking in them.
  package var assumesThinking: Bool {
    origin == .prior && workload.items.contains { $0.thinking > 0 }
  }
  /// The models without a price. They are in no cost.
  package var unpriced: [ModelForecast] { models.filter { $0.cost == nil } }
}

// MARK: - Single jobs

extension Forecast {
  /// How long the answers are assumed to be.
  package enum Length: Sendable {
    case low, likely
    /// As long as the request allows.
    case ceiling
  }

  /// What one job is expected to take, for the simulation of the run.
  struct JobExpectation: Sendable {
    /// The mean.
    let seconds: Double
    /// Of the seconds.
    let variance: Double
    /// US dollars; 0 for a model without a price.
    let cost: Double
    let tokensIn: Double
    let tokensOut: Double
  }

  /// The model of the job at this index of the workload.
  func model(_ index: Int) -> String { workload.models[Int(workload.items[index].model)] }

  /// What the job at this index of the workload counts against limits of tokens.
  func weight(_ index: Int) -> TokenWeight { workload.items[index].weight }

  /// The expectation for the job at this index of the workload.
  func expectation(_ index: Int, _ length: Length) -> JobExpectation {
    let item = workload.items[index]
    let outlook = outlooks[Int(item.model)]
    let estimated = Double(item.tokensIn)
    let ceiling = Double(item.mostOut)
    let likely = outlook.tokensOut(
      estimatedIn: estimated, ceiling: item.limit, thinking: Double(item.thinking))
    let tokensOut =
      switch length {
      case .low: likely * models[Int(item.model)].lowShare
      case .likely: likely
      case .ceiling: max(ceiling, likely)
      }
    let seconds = outlook.seconds(tokensOut: tokensOut)
    let tokensIn = outlook.tokensIn(estimated: estimated)
    let cost =
      prices[Int(item.model)].map { price in
        length == .ceiling
          ? item.ceiling(answers) { $0.cost(at: price).dollars }
          : price.cost(
            tokensIn: Int(tokensIn.rounded()), tokensOut: Int(tokensOut.rounded()), item.terms)
      } ?? 0
    return JobExpectation(
      seconds: seconds, variance: outlook.variance(ofSeconds: seconds), cost: cost,
      tokensIn: tokensIn, tokensOut: tokensOut)
  }
}
