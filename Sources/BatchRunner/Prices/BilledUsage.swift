package import Tokens

/// The tokens of an answer, by the prices that they are billed at.
package struct BilledUsage: Sendable, Equatable {
  /// All tokens of the prompt, with the cached, newly cached and audio tokens.
  package var tokensIn: Int
  /// Of them, tokens that were read from a cache.
  package var cachedIn: Int
  /// Of them, tokens that were written to a cache.
  package var writtenIn: Int
  /// Of them, tokens of audio.
  package var audioIn: Int
  /// All tokens of the answer, with those of its reasoning and audio.
  package var tokensOut: Int
  /// Of them, tokens of reasoning.
  package var reasoningOut: Int
  /// Of them, tokens of audio.
  package var audioOut: Int
  /// `nil`: the answer does not say; it counts as ``ServiceTier/standard``.
  package var tier: ServiceTier?

  package init(
    tokensIn: Int, cachedIn: Int = 0, writtenIn: Int = 0, audioIn: Int = 0, tokensOut: Int,
    reasoningOut: Int = 0, audioOut: Int = 0, tier: ServiceTier? = nil
  ) {
    self.tokensIn = tokensIn
    self.cachedIn = cachedIn
    self.writtenIn = writtenIn
    self.audioIn = audioIn
    self.tokensOut = tokensOut
    self.reasoningOut = reasoningOut
    self.audioOut = audioOut
    self.tier = tier
  }
}
