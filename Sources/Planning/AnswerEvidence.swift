import BatchRunner

/// Statistics of finished answers, from which a forecast predicts the next ones. It keeps sums, not
/// the answers.
package struct AnswerEvidence: Sendable, Equatable {
  /// The measured values of one answer, and the estimate of its request's input tokens.
  package struct Answer: Sendable {
    /// Input tokens as estimated from the request body; see `RequestSize`.
    package var estimatedIn: Double
    /// Input tokens as the server reported them.
    package var tokensIn: Double
    /// Output tokens as the server reported them.
    package var tokensOut: Double
    /// From sending the request to the end of the answer.
    package var seconds: Double
    /// What the answer was billed, in dollars, and what its request was likely to cost with these
    /// tokens, see `Price`; `nil`: one of them is not known.
    package var cost: (billed: Double, listed: Double)?

    package init(
      estimatedIn: Double, tokensIn: Double, tokensOut: Double, seconds: Double,
      cost: (billed: Double, listed: Double)? = nil
    ) {
      self.cost = cost
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

  /// Sums over the answers whose cost is known.
  private var billed = 0.0
  private var listed = 0.0

  package init() {}

  /// By how much answers were billed above or below their tokens at the model's price: because they
  /// report their cost, or because of cached input or another service tier.
  package var costFactor: Double { listed > 0 ? min(billed / listed, 1e6) : 1 }

  /// The number of answers.
  package var count: Int { output.count }

  package mutating func add(_ answer: Answer) {
    input.add(x: answer.estimatedIn, y: answer.tokensIn)
    output.add(x: answer.estimatedIn, y: answer.tokensOut)
    latency.add(x: answer.tokensOut, y: answer.seconds)
    tokensOut += answer.tokensOut
    billed += answer.cost?.billed ?? 0
    listed += answer.cost?.listed ?? 0
  }

  /// A forecast uses the answers only if there are at least this many. Fewer do not show how much
  /// answers vary.
  package static let minimumCount = 5
}
