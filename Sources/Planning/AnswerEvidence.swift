import BatchRunner

/// Statistics of finished answers, from which a forecast predicts the next ones. It keeps sums, not
/// the answers.
package struct AnswerEvidence: Sendable, Equatable {
  /// The measured values of one answer, and the estimate of its request's input tokens.
  package struct Answer: Sendable, Equatable {
    /// Input tokens as estimated from the request body; see `RequestSize`.
    package var estimatedIn: Double
    /// Input tokens as the server reported them.
    package var tokensIn: Double
    /// Output tokens as the server reported them.
    package var tokensOut: Double
    /// From sending the request to the end of the answer.
    package var seconds: Double

    package init(estimatedIn: Double, tokensIn: Double, tokensOut: Double, seconds: Double) {
      self.estimatedIn = estimatedIn
      self.tokensIn = tokensIn
      self.tokensOut = tokensOut
      self.seconds = seconds
    }
  }

  /// x: estimated input tokens, y: reported input tokens.
  package private(set) var input = Regression()
  /// x: estimated input tokens, y: output tokens.
  package private(set) var output = Regression()
  /// x: output tokens, y: seconds.
  package private(set) var latency = Regression()
  /// The sum of the output tokens.
  package private(set) var tokensOut = 0.0

  package init() {}

  /// The number of answers.
  package var count: Int { output.count }

  package mutating func add(_ answer: Answer) {
    input.add(x: answer.estimatedIn, y: answer.tokensIn)
    output.add(x: answer.estimatedIn, y: answer.tokensOut)
    latency.add(x: answer.tokensOut, y: answer.seconds)
    tokensOut += answer.tokensOut
  }

  /// A forecast uses the answers only if there are at least this many. Fewer do not show how much
  /// answers vary.
  package static let minimumCount = 5
}
