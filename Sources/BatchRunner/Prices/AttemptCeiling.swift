package import Basics

/// What an attempt counts at most, towards the spending cap and the token budget, until it ends.
package struct AttemptCeiling: Sendable, Equatable {
  package var cost: Money
  /// Tokens in and out.
  package var tokens: Int

  /// What the attempt counts against limits of tokens. Sums have none.
  package var weight: TokenWeight

  package init(cost: Money = .zero, tokens: Int = 0, weight: TokenWeight = .zero) {
    self.cost = cost
    self.tokens = tokens
    self.weight = weight
  }

  /// Nothing is counted.
  package static let zero = AttemptCeiling()

  package static func + (left: AttemptCeiling, right: AttemptCeiling) -> AttemptCeiling {
    let (tokens, isTooLarge) = left.tokens.addingReportingOverflow(right.tokens)
    return AttemptCeiling(cost: left.cost + right.cost, tokens: isTooLarge ? .max : tokens)
  }

  package static func - (left: AttemptCeiling, right: AttemptCeiling) -> AttemptCeiling {
    AttemptCeiling(cost: left.cost - right.cost, tokens: max(0, left.tokens - right.tokens))
  }
}
