package import BatchRunner

/// What the jobs of one model are foretold to take.
package struct ModelForecast: Sendable, Equatable {
  package let model: String
  package let grade: Evidence.Grade
  /// Answers that the forecast goes by.
  package let answers: Int
  package private(set) var jobs = 0
  package private(set) var tokensIn = Outlook()
  package private(set) var tokensOut = Outlook()
  /// US dollars; `nil`: the model is unpriced.
  package private(set) var cost: Outlook?

  private let outlook: AnswerOutlook
  private let price: Price?
  private var estimatedIn = 0.0

  package init(_ model: String, _ outlook: AnswerOutlook, price: Price?) {
    self.model = model
    self.outlook = outlook
    self.price = price
    grade = outlook.grade
    answers = outlook.grade == .prior ? 0 : outlook.evidence.count
    cost = price.map { _ in Outlook() }
  }

  package static func == (left: ModelForecast, right: ModelForecast) -> Bool {
    (left.model, left.grade, left.answers, left.jobs)
      == (right.model, right.grade, right.answers, right.jobs)
      && left.tokensIn == right.tokensIn && left.tokensOut == right.tokensOut
      && left.cost == right.cost
  }

  /// Takes in one job.
  package mutating func add(_ item: Workload.Item) {
    let estimated = Double(item.tokensIn)
    let ceiling = Double(item.ceilingOut)
    let likelyIn = outlook.tokensIn(estimated: estimated)
    let likelyOut = outlook.tokensOut(estimatedIn: estimated, ceiling: ceiling)
    let mostIn = max(likelyIn, estimated) * Prior.inputFactor
    jobs += 1
    estimatedIn += estimated
    tokensIn.likely += likelyIn
    tokensIn.ceiling += mostIn
    tokensOut.likely += likelyOut
    tokensOut.ceiling += ceiling
    guard let price else { return }
    cost?.likely += price.cost(
      tokensIn: Int(likelyIn.rounded()), tokensOut: Int(likelyOut.rounded()))
    cost?.ceiling += price.ceiling(tokensIn: Int(mostIn.rounded(.up)), tokensOut: Int(ceiling))
  }

  /// Puts the intervals around what was summed; each job stands for `weight` jobs.
  package mutating func finish(weight: Int) {
    scale(Double(weight))
    guard grade != .prior else {
      tokensIn = Outlook(
        likely: tokensIn.likely, margin: tokensIn.likely * (1 - 1 / Prior.inputFactor),
        ceiling: tokensIn.ceiling)
      tokensIn.high = tokensIn.ceiling
      tokensOut = assumed(tokensOut)
      cost = cost.map(assumed)
      return
    }
    let marginIn = outlook.evidence.input.margin(of: jobs, sumX: estimatedIn)
    let marginOut = outlook.evidence.output.margin(of: jobs, sumX: estimatedIn)
    tokensIn = Outlook(likely: tokensIn.likely, margin: marginIn, ceiling: tokensIn.ceiling)
    tokensOut = Outlook(likely: tokensOut.likely, margin: marginOut, ceiling: tokensOut.ceiling)
    guard let price, let cost else { return }
    let (dearIn, dearOut) = (marginIn * price.input / 1e6, marginOut * price.output / 1e6)
    self.cost = Outlook(
      likely: cost.likely, margin: (dearIn * dearIn + dearOut * dearOut).squareRoot(),
      ceiling: cost.ceiling)
  }

  private mutating func scale(_ weight: Double) {
    jobs *= Int(weight)
    estimatedIn *= weight
    tokensIn = tokensIn.scaled(weight)
    tokensOut = tokensOut.scaled(weight)
    cost = cost?.scaled(weight)
  }

  /// The lower end of output tokens, as a share of the likely ones.
  var lowShare: Double { tokensOut.likely > 0 ? tokensOut.low / tokensOut.likely : 1 }

  /// An assumption's interval reaches from a share of what is likely to the ceiling.
  private func assumed(_ figure: Outlook) -> Outlook {
    var figure = Outlook(
      likely: figure.likely, margin: figure.likely * (1 - Prior.lowShare), ceiling: figure.ceiling)
    figure.high = figure.ceiling
    return figure
  }
}
