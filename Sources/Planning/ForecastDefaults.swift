package import Tokens

/// The assumptions of a forecast as long as there are too few answers.
package enum ForecastDefaults {
  /// The likely output tokens of an answer: one or two paragraphs.
  package static let tokensOut = 300.0
  /// The low end of output tokens, as a share of the likely amount.
  package static let lowShare = 0.25
  /// The time until an answer's first token. This and the next number are typical of hosted models
  /// of medium size.
  package static let secondsToFirstToken = 1.0
  package static let secondsPerToken = 0.02
  /// The standard deviation of an answer's time, as a share of its mean.
  package static let latencySpread = 0.5

  /// The likely tokens of thinking of a model that thinks, if the request does not say how much.
  package static let thinking = 1_200.0

  /// The likely tokens of thinking before an answer, in addition to it. `thinks`: the model thinks if
  /// the request does not say how much. `effort`: what the request asks for; `nil`: nothing. These
  /// are a guess for short tasks: what models take for one question differs by more than ten times.
  package static func thinking(_ thinks: Bool, _ effort: ReasoningEffort?) -> Double {
    switch effort {
    case nil: thinks ? thinking : 0
    case .some(.none): 0
    case .minimal: 50
    case .low: 400
    case .medium: thinking
    case .high: 4_000
    case .xhigh: 8_000
    }
  }

  /// The likely output tokens of an answer that may have `ceiling` tokens: half of that at most.
  package static func likelyOut(ceiling: Double, thinking: Double = 0) -> Double {
    min(tokensOut + thinking, ceiling / 2)
  }
}
