import Basics
package import BatchRunner

/// The expected tokens and cost of one model's jobs.
///
/// First call ``add(_:)`` for each job, then ``finish(weight:)`` once. Before that, the ranges are
/// incomplete.
package struct ModelForecast: Sendable, Equatable {
  package let model: String
  package let grade: Evidence.Grade
  /// The number of answers on which the forecast is based; 0 for an assumption.
  package let answers: Int
  package private(set) var jobs = 0
  package private(set) var tokensIn = ForecastRange()
  package private(set) var tokensOut = ForecastRange()
  /// US dollars; `nil` if the model has no price.
  package private(set) var cost: ForecastRange?

  /// What the ceilings leave open; empty if they are bounds.
  package private(set) var gaps: CeilingGaps

  private let outlook: AnswerForecast
  private let price: Price?
  /// What the ceilings count.
  private let perJob: AnswersPerJob
  /// The sum of the estimated input tokens, before any correction.
  private var estimatedIn = 0.0

  package init(
    _ model: String, _ outlook: AnswerForecast, price: Price?,
    gaps: CeilingGaps = CeilingGaps(), answers perJob: AnswersPerJob = AnswersPerJob()
  ) {
    self.perJob = perJob
    self.gaps = gaps
    self.model = model
    self.outlook = outlook
    self.price = price
    grade = outlook.grade
    answers = outlook.grade == .prior ? 0 : outlook.evidence.count
    cost = price.map { _ in ForecastRange() }
  }

  /// Compares the results, not the evidence behind them.
  package static func == (left: ModelForecast, right: ModelForecast) -> Bool {
    (left.model, left.grade, left.answers, left.jobs)
      == (right.model, right.grade, right.answers, right.jobs)
      && left.tokensIn == right.tokensIn && left.tokensOut == right.tokensOut
      && left.cost == right.cost
  }

  /// Adds one job to the likely amounts and the ceilings.
  package mutating func add(_ item: Workload.Item, gaps: CeilingGaps = CeilingGaps()) {
    self.gaps += gaps
    let estimated = Double(item.tokensIn)
    let likelyIn = outlook.tokensIn(estimated: estimated)
    let likelyOut = outlook.tokensOut(
      estimatedIn: estimated, ceiling: item.limit, thinking: Double(item.thinking))
    jobs += 1
    estimatedIn += estimated
    tokensIn.likely += likelyIn
    tokensIn.ceiling += item.ceiling(perJob) { Double($0.tokensIn) }
    tokensOut.likely += likelyOut
    tokensOut.ceiling += item.ceiling(perJob) { Double($0.tokensOut) }
    guard let price else { return }
    cost?.likely +=
      price.cost(
        tokensIn: Int(likelyIn.rounded()), tokensOut: Int(likelyOut.rounded()), item.terms)
      * outlook.evidence.costFactor
    let most = item.ceiling(perJob) { $0.cost(at: price).dollars }
    cost?.ceiling += most
  }

  /// Computes the low and high ends of the ranges. Each added job stands for `weight` jobs.
  package mutating func finish(weight: Int) {
    scale(weight)
    openCeilings()
    guard grade != .prior else {
      tokensIn = ForecastRange(
        likely: tokensIn.likely, margin: tokensIn.likely * (1 - 1 / ForecastDefaults.inputFactor),
        ceiling: tokensIn.ceiling)
      tokensIn.high = min(tokensIn.ceiling, tokensIn.likely * ForecastDefaults.inputFactor)
      tokensOut = assumedRange(tokensOut)
      cost = cost.map(assumedRange)
      return
    }
    let marginsIn = outlook.evidence.input.margins(of: jobs, sumX: estimatedIn)
    let marginsOut = outlook.evidence.output.margins(of: jobs, sumX: estimatedIn)
    tokensIn = ForecastRange(
      likely: tokensIn.likely, margins: marginsIn, ceiling: tokensIn.ceiling)
    tokensOut = ForecastRange(
      likely: tokensOut.likely, margins: marginsOut, ceiling: tokensOut.ceiling)
    guard let price, let cost else { return }
    // Prices are per million tokens. Errors of input and output are taken as independent.
    func dollars(_ tokensIn: Double, _ tokensOut: Double) -> Double {
      let (costIn, costOut) = (tokensIn * price.input / 1e6, tokensOut * price.output / 1e6)
      return (costIn * costIn + costOut * costOut).squareRoot() * outlook.evidence.costFactor
    }
    self.cost = ForecastRange(
      likely: cost.likely,
      margins: (
        dollars(marginsIn.below, marginsOut.below), dollars(marginsIn.above, marginsOut.above)
      ), ceiling: cost.ceiling)
  }

  /// Extends the sums of a sample to all jobs.
  private mutating func scale(_ count: Int) {
    let weight = Double(count)
    jobs *= count
    gaps = gaps.scaled(count)
    estimatedIn *= weight
    tokensIn = tokensIn.scaled(weight)
    tokensOut = tokensOut.scaled(weight)
    cost = cost?.scaled(weight)
  }

  /// What nothing limits has no ceiling.
  private mutating func openCeilings() {
    if !gaps.hasInputBound { tokensIn.ceiling = .infinity }
    if gaps.withoutLimit > 0 { tokensOut.ceiling = .infinity }
    if !gaps.isEmpty { cost?.ceiling = .infinity }
  }

  /// The low end of the output tokens divided by the likely output tokens.
  var lowShare: Double { tokensOut.likely > 0 ? tokensOut.low / tokensOut.likely : 1 }

  /// The range of an assumption: from ``ForecastDefaults/lowShare`` of the likely amount to the ceiling.
  private func assumedRange(_ figure: ForecastRange) -> ForecastRange {
    var figure = ForecastRange(
      likely: figure.likely, margin: figure.likely * (1 - ForecastDefaults.lowShare),
      ceiling: figure.ceiling)
    figure.high = figure.ceiling
    return figure
  }
}
