/// The answers that one job may be paid for, where options ask again for those that could be better.
package struct AnswersPerJob: Sendable, Equatable {
  /// At least 1, which is when no option asks again.
  package var most = 1
  /// Each may be twice as long as the one before.
  package var doubles = false
  /// A request without a limit can be asked again too: the limit of the API is known.
  package var doublesStandard = false
  /// Only answers that were cut off are asked again, so that a job whose limit cannot be doubled has
  /// one answer.
  package var isForTruncated = false
  /// Each is sent with the request for the next one.
  package var areShown = false

  /// What the two messages of a correction take beside the answer: their frames and a complaint.
  private static let tokensOfCorrection = 250.0
  /// No answer is longer: larger limits count as this one, so that no number can overflow.
  private static let longest = 1e9

  package init() {}

  /// Adds a figure up over all answers of a job. `tokensIn`, `tokensOut`: of the first one.
  /// `hasLimit`: the request says how long its answer may be.
  func sum(
    tokensIn: Double, tokensOut: Double, hasLimit: Bool,
    _ figure: (_ tokensIn: Double, _ tokensOut: Double) -> Double
  ) -> Double {
    var sum = figure(tokensIn, tokensOut)
    var last = tokensOut
    let canDouble = doubles && (hasLimit || doublesStandard)
    let count = isForTruncated && !canDouble ? 1 : max(1, most)
    for _ in 1..<count {
      let shown = areShown ? last + Self.tokensOfCorrection : 0
      last = canDouble ? min(last * 2, Self.longest) : last
      sum += figure(tokensIn + shown, last)
    }
    return sum
  }
}
