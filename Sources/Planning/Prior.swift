/// What is assumed where no answer tells.
package enum Prior {
  /// Output tokens of an answer: a paragraph or two, and half of its limit at most.
  package static let tokensOut = 300.0
  /// The lower end, as a share of what is likely.
  package static let lowShare = 0.25
  /// How far the input's estimate may be off, either way, until answers tell.
  package static let inputFactor = 1.25
  /// Until the first token, and for each token: about what hosted models of middle size do.
  package static let secondsToFirstToken = 1.0
  package static let secondsPerToken = 0.02
  /// Standard deviation of an answer's time, as a share of its mean.
  package static let latencySpread = 0.5

  package static func likelyOut(ceiling: Double) -> Double {
    min(tokensOut, ceiling / 2)
  }
}
