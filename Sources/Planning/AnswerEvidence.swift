import BatchRunner

/// What finished answers tell of the ones to come: sums over any number of them.
package struct AnswerEvidence: Sendable, Equatable {
  /// One answer, against what was estimated of its request.
  package struct Answer: Sendable, Equatable {
    package var estimatedIn: Double
    package var tokensIn: Double
    package var tokensOut: Double
    package var seconds: Double

    package init(estimatedIn: Double, tokensIn: Double, tokensOut: Double, seconds: Double) {
      self.estimatedIn = estimatedIn
      self.tokensIn = tokensIn
      self.tokensOut = tokensOut
      self.seconds = seconds
    }
  }

  /// Input tokens over estimated ones.
  package private(set) var input = Regression()
  /// Output tokens over estimated input.
  package private(set) var output = Regression()
  /// Seconds over output tokens.
  package private(set) var latency = Regression()
  /// Output tokens, all of them.
  package private(set) var tokensOut = 0.0

  package init() {}

  package var count: Int { output.count }

  package mutating func add(_ answer: Answer) {
    input.add(x: answer.estimatedIn, y: answer.tokensIn)
    output.add(x: answer.estimatedIn, y: answer.tokensOut)
    latency.add(x: answer.tokensOut, y: answer.seconds)
    tokensOut += answer.tokensOut
  }

  /// Fewer say too little of their spread.
  package static let fewest = 5
}
