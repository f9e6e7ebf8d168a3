/// Predicts the tokens and seconds of one model's answers.
package struct AnswerForecast: Sendable {
  /// The finished answers to predict from. Not used if ``grade`` is `.prior`.
  package let evidence: AnswerEvidence
  package let grade: Evidence.Grade

  /// Takes the result of ``Evidence/best(for:)``.
  package init(_ best: (evidence: AnswerEvidence, grade: Evidence.Grade)) {
    (evidence, grade) = best
  }

  private var isAssumed: Bool { grade == .prior }

  /// The likely input tokens: the estimate, corrected by how earlier estimates compared with the
  /// reported tokens.
  package func tokensIn(estimated: Double) -> Double {
    guard !isAssumed, evidence.input.meanX > 0 else { return estimated }
    return min(max(0, evidence.input.value(at: estimated)), 1e15)
  }

  /// The likely output tokens, never above `ceiling`.
  /// `thinking`: the tokens of thinking that are assumed without answers.
  package func tokensOut(estimatedIn: Double, ceiling: Double, thinking: Double = 0) -> Double {
    guard !isAssumed else {
      return ForecastDefaults.likelyOut(ceiling: ceiling, thinking: thinking)
    }
    return min(max(0, evidence.output.value(at: estimatedIn)), ceiling)
  }

  /// The mean seconds that an answer with this many tokens takes.
  ///
  /// If the finished answers show how time depends on tokens, that line is used. Otherwise the mean
  /// time is used, and each token beyond twice the mean length adds ``ForecastDefaults/secondsPerToken``.
  package func seconds(tokensOut: Double) -> Double {
    guard !isAssumed else {
      return ForecastDefaults.secondsToFirstToken + ForecastDefaults.secondsPerToken * tokensOut
    }
    if evidence.latency.isLine, evidence.latency.slope > 0 {
      return max(0.01, evidence.latency.value(at: tokensOut))
    }
    let beyond = max(0, tokensOut - 2 * evidence.latency.meanX)
    return max(0.01, evidence.latency.meanY) + beyond * ForecastDefaults.secondsPerToken
  }

  /// The variance of an answer's seconds. `mean` is the result of ``seconds(tokensOut:)``.
  ///
  /// It includes the variance of the answer's length, because the length is predicted too.
  package func variance(ofSeconds mean: Double) -> Double {
    guard !isAssumed else {
      return mean * mean * ForecastDefaults.latencySpread * ForecastDefaults.latencySpread
    }
    let slope = evidence.latency.isLine ? evidence.latency.slope : 0
    return evidence.latency.variance + slope * slope * evidence.output.variance
  }
}
