import Basics
import BatchRunner

extension RunProgress {
  /// What the run has learned about a limit that the plan does not know; `nil`: nothing.
  ///
  /// A rate below one a second is told by the minute.
  var learnedWords: String? {
    guard let rate = learnedStartsPerSecond else { return nil }
    return rate >= 1
      ? "learned: about \(Figure.rate(rate)) starts/s"
      : "learned: about \(Figure.rate(rate * 60)) starts/min"
  }
}
