/// What to expect of one model's answers.
package struct AnswerOutlook: Sendable {
  package let evidence: AnswerEvidence
  package let grade: Evidence.Grade

  package init(_ best: (evidence: AnswerEvidence, grade: Evidence.Grade)) {
    (evidence, grade) = best
  }

  private var isAssumed: Bool { grade == .prior }

  /// Input tokens, by how the estimates turned out so far.
  package func tokensIn(estimated: Double) -> Double {
    guard !isAssumed, evidence.input.meanX > 0 else { return estimated }
    return min(max(0, evidence.input.value(at: estimated)), 1e15)
  }

  /// Output tokens, never above the ceiling.
  package func tokensOut(estimatedIn: Double, ceiling: Double) -> Double {
    guard !isAssumed else { return Prior.likelyOut(ceiling: ceiling) }
    return min(max(0, evidence.output.value(at: estimatedIn)), ceiling)
  }

  /// Mean seconds of an answer of so many tokens. Beyond what was seen, tokens take the time that
  /// is assumed of them, unless the answers tell better.
  package func seconds(tokensOut: Double) -> Double {
    guard !isAssumed else {
      return Prior.secondsToFirstToken + Prior.secondsPerToken * tokensOut
    }
    if evidence.latency.isLine, evidence.latency.slope > 0 {
      return max(0.01, evidence.latency.value(at: tokensOut))
    }
    let beyond = max(0, tokensOut - 2 * evidence.latency.meanX)
    return max(0.01, evidence.latency.meanY) + beyond * Prior.secondsPerToken
  }

  /// Variance of an answer's seconds around that mean.
  package func variance(ofSeconds mean: Double) -> Double {
    guard !isAssumed else { return mean * mean * Prior.latencySpread * Prior.latencySpread }
    let slope = evidence.latency.isLine ? evidence.latency.slope : 0
    return evidence.latency.variance + slope * slope * evidence.output.variance
  }
}
