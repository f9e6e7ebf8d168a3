import Basics
package import BatchRunner

/// What `nightshift estimate` and `run --dry-run` report: tokens, cost and time of the jobs to do.
package struct Estimate: Sendable {
  /// The money that is left in the account, in the unit in which it was given.
  package enum Balance: Sendable, Equatable {
    case credits(Double)
    case usd(Double)
  }

  package let forecast: Forecast
  package let plan: Plan
  /// The number of jobs in each state, in all files together.
  package let found: Reconciliation
  /// The time if all answers are short, of likely length, and as long as allowed.
  package let low: FinishTime
  package let likely: FinishTime
  package let ceiling: FinishTime
  /// What the run has cost so far, in all sessions.
  package let spent: Spend
  /// Tokens used so far, in all sessions.
  package let tokensIn: Int
  package let tokensOut: Int
  /// What counts towards a token budget: all tokens of all sessions, with those that attempts without
  /// an answer may have taken.
  package let tokensUsed: Int
  /// Where the prices are from, such as a file's name.
  package let prices: String
  /// From the user, or else from the run's last answers; `nil` if neither is known.
  package let balance: Balance?
  /// How many credits a dollar is; `nil` if unknown.
  package let creditsPerUSD: Double?
  /// Whether the user gave ``creditsPerUSD``; otherwise it is from the run's own answers.
  package let isRateGiven: Bool
  /// The user's limit for the whole run in US dollars; `nil` for no limit.
  package let maxCost: Double?
  /// The user's limit for the tokens of the whole run; `nil` for no limit.
  package let tokenBudget: Int?
  /// How many tokens the API allows for an answer if the request sets no limit; `nil`: that is not
  /// documented.
  package let standardOut: Int?

  /// The options of the estimate.
  package struct Question: Sendable {
    package var rules: RunRules
    package var prices: PriceList
    /// Answers of another run, used if this run has too few of its own.
    package var like: Evidence?
    /// `nil` means the balance that the run's last answers reported.
    package var balance: Balance?
    package var creditsPerUSD: Double?
    /// In US dollars, for the whole run.
    package var maxCost: Double?
    /// Tokens in and out, for the whole run.
    package var tokenBudget: Int?
    package var answers = AnswersPerJob()
    /// Starts of the last day; the simulated run begins at 0.
    package var earlier: [EarlierStart] = []

    package init(_ rules: RunRules, prices: PriceList) {
      self.rules = rules
      self.prices = prices
    }
  }

  /// Makes the forecast and simulates the run three times: with low, likely and maximum lengths.
  ///
  /// `creditsLeft` is the last balance in the run's records. A balance in the answers that `survey`
  /// has read takes precedence.
  package init(
    _ survey: Survey, _ found: Reconciliation, spent: Spend, tokensUsed: Int = 0,
    creditsLeft: Double?, _ question: Question
  ) {
    let evidence = survey.evidence.isEnough ? survey.evidence : question.like ?? survey.evidence
    forecast = Forecast(
      survey.workload, evidence, question.prices, answers: question.answers)
    plan = question.rules.plan
    self.found = found
    self.spent = spent
    tokensIn = survey.tokensIn
    tokensOut = survey.tokensOut
    self.tokensUsed = tokensUsed
    prices = question.prices.source
    maxCost = question.maxCost
    tokenBudget = question.tokenBudget
    standardOut = survey.workload.standardOut
    isRateGiven = question.creditsPerUSD != nil
    creditsPerUSD = question.creditsPerUSD ?? survey.creditsPerUSD
    balance =
      question.balance ?? (survey.creditsLeft ?? creditsLeft).map { Balance.credits($0) }
    let budget = Self.dollars(balance, creditsPerUSD)
    let earlier = question.earlier
    low = FinishTime(forecast, question.rules, .low, earlier: earlier)
    likely = FinishTime(forecast, question.rules, .likely, earlier: earlier, budget: budget)
    ceiling = FinishTime(forecast, question.rules, .ceiling, earlier: earlier, budget: budget)
  }

  /// The balance in US dollars; `nil` if it is unknown, or in credits of unknown value.
  private static func dollars(_ balance: Balance?, _ creditsPerUSD: Double?) -> Double? {
    switch balance {
    case .usd(let dollars): dollars
    case .credits(let credits): creditsPerUSD.map { credits / $0 }
    case nil: nil
    }
  }

  /// The balance in US dollars; `nil` if it or the value of its credits is unknown.
  package var budget: Double? { Self.dollars(balance, creditsPerUSD) }

  /// The cost of the whole run in US dollars: what is spent, at most, and the forecast for the
  /// rest. `nil` if no model has a price.
  package var total: ForecastRange? {
    forecast.cost.map { $0 + spent.atMost.dollars }
  }

  /// Something bounds the time of the answers.
  package var hasLongestTime: Bool { forecast.tokensOut.ceiling.isFinite }

  /// The tokens in and out of the whole run.
  package var totalTokens: ForecastRange {
    forecast.tokensIn + forecast.tokensOut + Double(tokensUsed)
  }
}
