import Tokens

/// What tokens cost in one service tier: prompts above certain lengths have other rates.
package struct TierPrice: Sendable, Hashable {
  /// The rates of prompts that are not longer than the first step.
  package var short: TokenRates
  /// The rates of long prompts, from the lowest bound to the highest.
  package private(set) var steps: [Step]

  /// The rates of a request whose prompt has more than ``above`` tokens. They hold for all of its
  /// tokens, not only for those above the bound.
  package struct Step: Sendable, Hashable {
    package var above: Int
    package var rates: TokenRates

    package init(above: Int, _ rates: TokenRates) {
      self.above = above
      self.rates = rates
    }
  }

  package init(_ short: TokenRates, steps: [Step] = []) {
    self.short = short
    self.steps = steps.sorted { $0.above < $1.above }
  }

  func cost(of usage: BilledUsage) -> Double {
    (steps.last { usage.tokensIn > $0.above }?.rates ?? short).cost(of: usage)
  }

  /// The most that a prompt of at most `tokensIn` tokens and its answer cost, in dollars: a shorter
  /// prompt may have the higher rates.
  func ceiling(tokensIn: Int, tokensOut: Int, _ terms: BillingTerms) -> Double {
    var most = short.ceiling(
      tokensIn: min(tokensIn, steps.first?.above ?? .max), tokensOut: tokensOut, terms)
    for (index, step) in steps.enumerated() where tokensIn > step.above {
      let next = index + 1 < steps.count ? steps[index + 1].above : .max
      most = max(
        most, step.rates.ceiling(tokensIn: min(tokensIn, next), tokensOut: tokensOut, terms))
    }
    return most
  }
}
