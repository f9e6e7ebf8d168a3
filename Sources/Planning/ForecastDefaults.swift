/// The assumptions of a forecast as long as there are too few answers.
package enum ForecastDefaults {
  /// The likely output tokens of an answer: one or two paragraphs.
  package static let tokensOut = 300.0
  /// The low end of output tokens, as a share of the likely amount.
  package static let lowShare = 0.25
  /// The estimate of input tokens may be too high or too low by this factor.
  package static let inputFactor = 1.25
  /// The time until an answer's first token. This and the next number are typical of hosted models
  /// of medium size.
  package static let secondsToFirstToken = 1.0
  package static let secondsPerToken = 0.02
  /// The standard deviation of an answer's time, as a share of its mean.
  package static let latencySpread = 0.5

  /// The likely output tokens of an answer that may have `ceiling` tokens: half of that at most.
  package static func likelyOut(ceiling: Double) -> Double {
    min(tokensOut, ceiling / 2)
  }
}
