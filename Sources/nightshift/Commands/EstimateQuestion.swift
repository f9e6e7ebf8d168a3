import Basics
import BatchRunner
import Planning

/// What an estimate is asked for, in the words of the command line.
struct EstimateQuestion {
  let rules: RunRules
  let creditsPerUSD: Double?
  let maxCost: Double?
  var like: Evidence?
  var balance: Estimate.Balance?

  init(_ options: RunOptions, _ plan: Plan) {
    var rules = RunRules(plan: plan)
    // In simulated time the run begins at 0.
    rules.until = options.until.map {
      MonotonicInstant(nanoseconds: 0) + .milliseconds($0.milliseconds - WallTime.now.milliseconds)
    }
    self.rules = rules
    creditsPerUSD = options.creditsPerUSD
    maxCost = options.maxCost
  }
}
