import Basics
package import BatchRunner

/// All that a dry run tells.
package struct Estimate: Sendable {
  /// What there is to spend, as it was told.
  package enum Balance: Sendable, Equatable {
    case credits(Double)
    case usd(Double)
  }

  package let forecast: Forecast
  package let plan: Plan
  /// How jobs stand, over all files.
  package let found: Reconciliation
  package let low: FinishTime
  package let likely: FinishTime
  package let ceiling: FinishTime
  /// So far, over all sessions.
  package let spent: Spend
  package let tokensIn: Int
  package let tokensOut: Int
  package let prices: String
  /// `nil`: neither the user nor the run told one.
  package let balance: Balance?
  /// What a dollar is worth; `nil`: not known.
  package let creditsPerUSD: Double?
  /// The user said so, rather than the run's own answers.
  package let isRateGiven: Bool
  /// US dollars.
  package let maxCost: Double?

  /// What the user asked for, beside the jobs.
  package struct Question: Sendable {
    package var rules: RunRules
    package var prices: PriceList
    /// Where the run has too few answers of its own.
    package var like: Evidence?
    /// `nil`: what the run last heard.
    package var balance: Balance?
    package var creditsPerUSD: Double?
    package var maxCost: Double?

    package init(_ rules: RunRules, prices: PriceList) {
      self.rules = rules
      self.prices = prices
    }
  }

  /// `creditsLeft`: as the run last heard.
  package init(
    _ survey: Survey, _ found: Reconciliation, spent: Spend, creditsLeft: Double?,
    _ question: Question
  ) {
    let evidence = survey.evidence.isEnough ? survey.evidence : question.like ?? survey.evidence
    forecast = Forecast(survey.workload, evidence, question.prices)
    plan = question.rules.plan
    self.found = found
    self.spent = spent
    tokensIn = survey.tokensIn
    tokensOut = survey.tokensOut
    prices = question.prices.source
    maxCost = question.maxCost
    isRateGiven = question.creditsPerUSD != nil
    creditsPerUSD = question.creditsPerUSD ?? survey.creditsPerUSD
    balance =
      question.balance ?? (survey.creditsLeft ?? creditsLeft).map { Balance.credits($0) }
    let budget = Self.dollars(balance, creditsPerUSD)
    low = FinishTime(forecast, question.rules, .low)
    likely = FinishTime(forecast, question.rules, .likely, budget: budget)
    ceiling = FinishTime(forecast, question.rules, .ceiling, budget: budget)
  }

  private static func dollars(_ balance: Balance?, _ creditsPerUSD: Double?) -> Double? {
    switch balance {
    case .usd(let dollars): dollars
    case .credits(let credits): creditsPerUSD.map { credits / $0 }
    case nil: nil
    }
  }

  /// What there is to spend, in US dollars; `nil`: not known.
  package var budget: Double? { Self.dollars(balance, creditsPerUSD) }

  /// US dollars for the whole run: spent, and foretold of the rest.
  package var total: Outlook? {
    forecast.cost.map { $0 + (spent.known + spent.perhaps).dollars }
  }
}
