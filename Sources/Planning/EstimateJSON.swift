package import Basics
import BatchRunner

/// An estimate as one JSON object; its members are listed in the README.
package struct EstimateJSON: Encodable, Sendable {
  private struct Figures: Encodable {
    let low: Double
    let likely: Double
    let high: Double
    let ceiling: Double

    init(_ outlook: Outlook, digits: Double = 1) {
      func round(_ value: Double) -> Double { (value * digits).rounded() / digits }
      low = round(outlook.low)
      likely = round(outlook.likely)
      high = round(outlook.high)
      ceiling = round(outlook.ceiling)
    }

    static func dollars(_ outlook: Outlook) -> Figures { Figures(outlook, digits: 1e6) }
  }

  private struct Model: Encodable {
    let model: String
    let jobs: Int
    let evidence: String
    let answers: Int
    let tokensIn: Figures
    let tokensOut: Figures
    let usd: Figures?

    init(_ model: ModelForecast) {
      self.model = model.model
      jobs = model.jobs
      evidence = model.grade.rawValue
      answers = model.answers
      tokensIn = Figures(model.tokensIn)
      tokensOut = Figures(model.tokensOut)
      usd = model.cost.map(Figures.dollars)
    }
  }

  private struct Finish: Encodable {
    let seconds: Double
    let doneAt: String
    let limit: String
    let jobsLeft: Int

    init(_ finish: FinishTime, from now: WallTime) {
      seconds = finish.duration.inSeconds
      doneAt =
        WallTime(milliseconds: now.milliseconds + Int(finish.duration / .milliseconds(1)))
        .description
      limit = finish.limit.rawValue
      jobsLeft = finish.left
    }
  }

  private struct Shortage: Encodable {
    let jobs: Int
    let seconds: Double

    init(_ shortage: FinishTime.Shortage) {
      jobs = shortage.jobs
      seconds = shortage.after.inSeconds
    }
  }

  private struct Balance: Encodable {
    let credits: Double?
    let usd: Double?
    let lasts: Bool?
    let endsLikely: Shortage?
    let endsAtCeiling: Shortage?

    init?(_ estimate: Estimate) {
      guard let balance = estimate.balance else { return nil }
      credits = if case .credits(let credits) = balance { credits } else { nil }
      usd = estimate.budget
      let isKnown = estimate.budget != nil && estimate.forecast.cost != nil
      lasts = isKnown ? estimate.likely.shortage == nil : nil
      endsLikely = estimate.likely.shortage.map(Shortage.init)
      endsAtCeiling = estimate.ceiling.shortage.map(Shortage.init)
    }
  }

  private struct Spent: Encodable {
    let usd: Double
    let perhapsUsd: Double
    let unpriced: Int
    let tokensIn: Int
    let tokensOut: Int
  }

  private struct Time: Encodable {
    let low: Finish
    let likely: Finish
    let ceiling: Finish
  }

  private let files: [String]
  private let jobs: Int
  private let done: Int
  private let failed: Int
  private let toDo: Int
  private let plan: String
  private let requestsPerWindow: Int?
  private let windowSeconds: Double
  private let concurrency: Int
  private let evidence: String
  private let like: String?
  private let models: [Model]
  private let tokensIn: Figures
  private let tokensOut: Figures
  private let usd: Figures?
  private let unpriced: [String]
  private let time: Time
  private let spent: Spent
  private let balance: Balance?
  private let maxCost: Double?
  private let creditsPerUsd: Double?
  private let prices: String

  package init(_ estimate: Estimate, files: [String], jobs: Int, at now: WallTime) {
    let forecast = estimate.forecast
    self.files = files
    self.jobs = jobs
    done = estimate.found.done
    failed = estimate.found.failed
    toDo = forecast.jobs
    plan = estimate.plan.name.rawValue
    requestsPerWindow = estimate.plan.requestsPerWindow
    windowSeconds = estimate.plan.window / .seconds(1)
    concurrency = estimate.plan.concurrency
    evidence = forecast.origin.word
    like = if case .otherRun(let path) = forecast.origin { path } else { nil }
    models = forecast.models.map(Model.init)
    tokensIn = Figures(forecast.tokensIn)
    tokensOut = Figures(forecast.tokensOut)
    usd = forecast.cost.map(Figures.dollars)
    unpriced = forecast.unpriced.map(\.model)
    time = Time(
      low: Finish(estimate.low, from: now), likely: Finish(estimate.likely, from: now),
      ceiling: Finish(estimate.ceiling, from: now))
    spent = Spent(
      usd: estimate.spent.known.dollars, perhapsUsd: estimate.spent.perhaps.dollars,
      unpriced: estimate.spent.unpriced, tokensIn: estimate.tokensIn,
      tokensOut: estimate.tokensOut)
    balance = Balance(estimate)
    maxCost = estimate.maxCost
    creditsPerUsd = estimate.creditsPerUSD
    prices = estimate.prices
  }

  /// In one line, with its break.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("an estimate could not be written as JSON")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension Evidence.Origin {
  package var word: String {
    switch self {
    case .thisRun: "this run"
    case .otherRun: "another run"
    case .prior: "assumption"
    }
  }
}
