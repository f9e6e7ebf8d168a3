package import Basics
package import Tokens

/// What an answer says about its tokens and its cost. A figure is `nil` if the answer does not tell
/// it, or tells a number that cannot be right.
package struct TokenUsage: Sendable, Equatable {
  /// All tokens of the prompt.
  package var tokensIn: Int?
  /// Of them, tokens that were read from a cache.
  package var cachedIn: Int?
  /// Of them, tokens that were written to a cache.
  package var writtenIn: Int?
  /// Of them, tokens of audio.
  package var audioIn: Int?
  /// All tokens of the answer or answers, with the thinking.
  package var tokensOut: Int?
  /// Of them, tokens of thinking.
  package var reasoningOut: Int?
  /// Of them, tokens of audio.
  package var audioOut: Int?
  /// The class of service that was billed.
  package var tier: ServiceTier?
  /// What the answer says it cost.
  package var cost: Money?

  package init(tokensIn: Int? = nil, tokensOut: Int? = nil) {
    self.tokensIn = tokensIn
    self.tokensOut = tokensOut
  }

  /// The tokens to apply a price to; `nil`: they are not known.
  package var billed: BilledUsage? {
    guard let tokensIn, let tokensOut else { return nil }
    return BilledUsage(
      tokensIn: tokensIn, cachedIn: cachedIn ?? 0, writtenIn: writtenIn ?? 0,
      audioIn: audioIn ?? 0, tokensOut: tokensOut, reasoningOut: reasoningOut ?? 0,
      audioOut: audioOut ?? 0, tier: tier)
  }

  /// Tokens in and out together; `nil`: they are not known.
  package var tokens: Int? {
    guard let tokensIn, let tokensOut else { return nil }
    let (sum, isTooLarge) = tokensIn.addingReportingOverflow(tokensOut)
    return isTooLarge ? .max : sum
  }

  /// The most tokens that an answer is believed to have. A larger number counts as not reported, so
  /// that sums over all jobs do not overflow.
  package static let mostTokens = 1_000_000_000
}
