import Basics
import BatchRunner
import Planning

/// The options that an estimate depends on.
struct EstimateQuestion {
  let rules: RunRules
  let creditsPerUSD: Double?
  /// In US dollars; `nil`: no cap.
  let maxCost: Double?
  /// `nil`: no budget.
  let tokenBudget: Int?
  let answers: AnswersPerJob
  /// The answers of another run; `nil` without `--like`.
  var like: Evidence?
  /// `nil`: the balance that the run last saw.
  var balance: Estimate.Balance?

  init(_ options: RunOptions, _ plan: Plan) {
    var rules = RunRules(plan: plan)
    // The estimate simulates the run, and simulated time begins at 0.
    rules.until = options.until.map {
      MonotonicInstant(nanoseconds: 0) + .milliseconds($0.milliseconds - WallTime.now.milliseconds)
    }
    self.rules = rules
    creditsPerUSD = options.creditsPerUSD
    maxCost = options.maxCost
    tokenBudget = options.tokenBudget
    answers = Self.answers(options)
  }

  /// The answers that a job may be paid for with these options.
  private static func answers(_ options: RunOptions) -> AnswersPerJob {
    var answers = AnswersPerJob()
    guard options.checksAnswers || options.retriesTruncated || options.retriesEmpty else {
      return answers
    }
    answers.most = options.maxAttempts
    answers.doubles = options.retriesTruncated
    answers.doublesStandard = !options.usesSandbox && options.standardOut != nil
    answers.isForTruncated = !options.checksAnswers && !options.retriesEmpty
    answers.areShown = options.corrects
    return answers
  }
}
