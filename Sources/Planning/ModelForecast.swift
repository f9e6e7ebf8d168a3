import Basics
package import BatchRunner
import Tokens

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

  /// How far the amounts may be off.
  private(set) var errorIn = ForecastError()
  private(set) var errorOut = ForecastError()
  private(set) var errorOfCost = ForecastError()

  /// What the ceilings leave open; empty if they are bounds.
  package private(set) var gaps: CeilingGaps

  private let outlook: AnswerForecast
  private let price: Price?
  /// Whose counts of tokens are estimated.
  let family: TokenFamily
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
    family = TokenFamily(model: model)
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
    // The answers lie between the jobs of the sample.
    let isSpread = outlook.evidence.isSpread(among: jobs)
    scale(weight)
    openCeilings()
    switch grade {
    case .own: learnErrors(isSpread: isSpread)
    case .pooled: borrowErrors()
    case .prior: assumeErrors()
    }
    tokensIn = .sum([tokensIn], errorIn)
    tokensOut = .sum([tokensOut], errorOut)
    cost = cost.map { .sum([$0], errorOfCost) }
  }

  /// From the model's own answers.
  private mutating func learnErrors(isSpread: Bool) {
    let evidence = outlook.evidence
    let input = evidence.input.error(of: jobs, sumX: estimatedIn, isSpread: isSpread)
    let output = evidence.output.error(of: jobs, sumX: estimatedIn, isSpread: isSpread)
    errorIn = ForecastError(ownAnswers: input)
    errorOut = ForecastError(ownAnswers: output)
    guard let cost else { return }
    // From the cost of each answer, where it is known: input and output are not independent.
    let predicted = evidence.dollars.sum(of: jobs, sumX: estimatedIn)
    if evidence.hasAllCosts, predicted > 0, cost.likely > 0 {
      let dollars = evidence.dollars.error(of: jobs, sumX: estimatedIn, isSpread: isSpread)
      errorOfCost = ForecastError(ownAnswers: dollars.scaled(cost.likely / predicted))
    } else {
      errorOfCost = ForecastError(
        ownAnswers: input.scaled(dollarsPerTokenIn) + output.scaled(dollarsPerTokenOut))
    }
  }

  /// From the answers of all models. Their counts of tokens are those of other models too.
  private mutating func borrowErrors() {
    let evidence = outlook.evidence
    let input = evidence.input.error(of: jobs, sumX: estimatedIn)
    let output = evidence.output.error(of: jobs, sumX: estimatedIn)
    errorIn =
      ForecastError(common: input.margins)
      + ForecastError(countOf: family, amount: tokensIn.likely)
    errorOut = ForecastError(common: output.margins)
    let dollars = input.scaled(dollarsPerTokenIn) + output.scaled(dollarsPerTokenOut)
    errorOfCost =
      ForecastError(common: dollars.margins)
      + ForecastError(countOf: family, amount: tokensIn.likely * dollarsPerTokenIn)
  }

  /// From ``ForecastDefaults``: the output from ``ForecastDefaults/lowShare`` of the likely amount to
  /// the ceiling.
  private mutating func assumeErrors() {
    errorIn = ForecastError(countOf: family, amount: tokensIn.likely)
    let missing = 1 - ForecastDefaults.lowShare
    errorOut = ForecastError(
      common: ForecastMargins(below: tokensOut.likely * missing, above: .infinity))
    guard let cost else { return }
    let costIn = min(cost.likely, tokensIn.likely * dollarsPerTokenIn)
    errorOfCost =
      ForecastError(countOf: family, amount: costIn)
      + ForecastError(
        common: ForecastMargins(below: (cost.likely - costIn) * missing, above: .infinity))
  }

  private var dollarsPerTokenIn: Double { (price?.input ?? 0) / 1e6 * outlook.evidence.costFactor }
  private var dollarsPerTokenOut: Double {
    (price?.output ?? 0) / 1e6 * outlook.evidence.costFactor
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
}
