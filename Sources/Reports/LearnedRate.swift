import Basics
import BatchRunner

/// What a server whose limit the plan does not know has shown to take, in words.
package enum LearnedRate {
  /// For example `about 20 starts/s`; below one a second it is told by the minute.
  package static func words(_ startsPerSecond: Double) -> String {
    startsPerSecond >= 1
      ? "about \(Figure.rate(startsPerSecond)) starts/s"
      : "about \(Figure.rate(startsPerSecond * 60)) starts/min"
  }
}

extension RunProgress {
  /// `nil`: nothing was learned.
  var learnedWords: String? {
    learnedStartsPerSecond.map { "learned: \(LearnedRate.words($0))" }
  }
}
