package import Basics
package import BatchRunner

/// An estimate as one JSON object (`nightshift estimate --json`). The README lists its members.
///
/// Scripts read this format, so the names of the properties are part of it: `tokensIn` is written
/// as `tokens_in`. Properties that are `nil` are left out.
package struct EstimateJSON: Encodable, Sendable {
  /// One forecast amount with its range.
  private struct Figures: Encodable {
    let low: Double
    let likely: Double
    /// `nil`, as ``ceiling``: nothing limits it.
    let high: Double?
    let ceiling: Double?

    /// Rounds to multiples of 1 / `scale`.
    init(_ outlook: ForecastRange, scale: Double = 1) {
      func round(_ value: Double) -> Double { (value * scale).rounded() / scale }
      low = round(outlook.low)
      likely = round(outlook.likely)
      high = outlook.high.isFinite ? round(outlook.high) : nil
      ceiling = outlook.ceiling.isFinite ? round(outlook.ceiling) : nil
    }

    /// To the millionth of a dollar.
    static func dollars(_ outlook: ForecastRange) -> Figures { Figures(outlook, scale: 1e6) }
  }

  /// The forecast for one model.
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

  /// When the run would end.
  private struct Finish: Encodable {
    let seconds: Double
    /// In RFC 3339 format, in UTC.
    let doneAt: String
    let limit: String
    /// Jobs that do not start before the user's deadline.
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

  /// When the balance would run out.
  private struct Shortage: Encodable {
    /// Jobs paid before that.
    let jobs: Int
    let seconds: Double

    init(_ shortage: FinishTime.Shortage) {
      jobs = shortage.jobs
      seconds = shortage.after.inSeconds
    }
  }

  /// The balance, and whether it is enough.
  private struct Balance: Encodable {
    let credits: Double?
    let usd: Double?
    /// Whether it is likely to be enough; `nil` if the balance in dollars or the cost is unknown.
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
      let isBounded = estimate.forecast.cost?.ceiling.isFinite ?? true
      endsAtCeiling = !isBounded ? nil : estimate.ceiling.shortage.map(Shortage.init)
    }
  }

  /// What the run has used so far.
  private struct Spent: Encodable {
    let usd: Double
    let perhapsUsd: Double
    let unknownUsd: Double
    let unpriced: Int
    let tokensIn: Int
    let tokensOut: Int
  }

  /// A model that can no longer be used when the run starts or ends, by the price list.
  private struct Retired: Encodable {
    let model: String
    /// The first day on which it can no longer be used, such as `2026-10-20`.
    let day: String
    /// It can no longer be used when the run starts.
    let isPast: Bool

    init(_ retirement: PriceNotes.Retirement) {
      model = retirement.model
      day = retirement.day.text
      isPast = retirement.isPast
    }
  }

  /// The end of the run for the three lengths of answers.
  private struct Time: Encodable {
    let low: Finish
    let likely: Finish
    /// `nil`: nothing limits the answers.
    let ceiling: Finish?
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
  private let retired: [Retired]
  private let time: Time
  private let spent: Spent
  private let balance: Balance?
  private let maxCost: Double?
  private let tokenBudget: Int?
  /// Why there is no ceiling, by what nothing limits; `nil`: there is one.
  private let noCeiling: [String: Int]?
  /// How many answers the ceilings count for each job; `nil`: one.
  private let answersPerJob: Int?
  private let creditsPerUsd: Double?
  private let prices: String

  /// `jobs` is the number of jobs in all files, in whatever state. `now` is the assumed start.
  package init(
    _ estimate: Estimate, _ notes: PriceNotes, files: [String], jobs: Int, at now: WallTime
  ) {
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
    retired = notes.retirements.map(Retired.init)
    time = Time(
      low: Finish(estimate.low, from: now), likely: Finish(estimate.likely, from: now),
      ceiling: estimate.hasLongestTime ? Finish(estimate.ceiling, from: now) : nil)
    spent = Spent(
      usd: estimate.spent.known.dollars, perhapsUsd: estimate.spent.perhaps.dollars,
      unknownUsd: estimate.spent.unknownCeiling.dollars,
      unpriced: estimate.spent.unpriced, tokensIn: estimate.tokensIn,
      tokensOut: estimate.tokensOut)
    balance = Balance(estimate)
    maxCost = estimate.maxCost
    tokenBudget = estimate.tokenBudget
    noCeiling = forecast.gaps.isEmpty ? nil : forecast.gaps.counts
    answersPerJob = forecast.answers.most > 1 ? forecast.answers.most : nil
    creditsPerUsd = estimate.creditsPerUSD
    prices = estimate.prices
  }

  /// The object on one line, with a newline at the end.
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
  /// The origin's name in JSON output. Scripts rely on it.
  package var word: String {
    switch self {
    case .thisRun: "this run"
    case .otherRun: "another run"
    case .prior: "assumption"
    }
  }
}
