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
  /// x: estimated input tokens, y: dollars as billed. Only of answers whose cost is known.
  private(set) var dollars = Regression()
  /// x: output tokens, y: seconds.
  package private(set) var latency = Regression()
  /// The sum of the output tokens.
  package private(set) var tokensOut = 0.0

  /// Sums over the answers whose cost is known.
  private var billed = 0.0
  private var listed = 0.0
  private var spread = Spread()

  package init() {}

  /// By how much answers were billed above or below their tokens at the model's price: because they
  /// report their cost, or because of cached input or another service tier.
  package var costFactor: Double { listed > 0 ? min(billed / listed, 1e6) : 1 }

  /// The number of answers.
  package var count: Int { output.count }

  /// `position`: how many jobs that are to do come before the answer's job; `nil`: not known.
  /// Answers with a position are added in the order of their jobs.
  package mutating func add(_ answer: Answer, at position: Int? = nil) {
    spread.add(position)
    input.add(x: answer.estimatedIn, y: answer.tokensIn)
    output.add(x: answer.estimatedIn, y: answer.tokensOut)
    latency.add(x: answer.tokensOut, y: answer.seconds)
    tokensOut += answer.tokensOut
    guard let cost = answer.cost else { return }
    billed += cost.billed
    listed += cost.listed
    dollars.add(x: answer.estimatedIn, y: cost.billed)
  }

  /// Whether the cost of each answer is known.
  var hasAllCosts: Bool { dollars.count == count }

  /// Whether the answers lie between `jobs` jobs as a pilot draws them: one from each of equal parts.
  func isSpread(among jobs: Int) -> Bool { spread.isEven(among: jobs, answers: count) }

  /// A forecast uses the answers only if there are at least this many. Fewer do not show how much
  /// answers vary.
  package static let minimumCount = 5
}

/// Where the answers lie among the jobs that are to do.
private struct Spread: Equatable {
  /// The position of the last answer; `nil`: one of the answers has none.
  private var last: Int? = 0
  /// The most jobs between two answers that follow each other, or before the first one.
  private var longestGap = 0

  mutating func add(_ position: Int?) {
    guard let position, let last else {
      last = nil
      return
    }
    longestGap = max(longestGap, position - last)
    self.last = position
  }

  /// If one job is drawn from each of equal parts, no gap is longer than two parts. Of 50 that are
  /// drawn anywhere, the longest gap is that of four parts on average.
  func isEven(among jobs: Int, answers: Int) -> Bool {
    guard let last, answers > 0 else { return false }
    let parts = Double(jobs + answers) / Double(answers)
    return Double(max(longestGap, jobs - last)) <= 2 * parts
  }
}
