import Basics
import BatchRunner

extension ModelWait {
  /// For example `'gpt-x' for 3:20`.
  var words: String { "'\(model)' for \(length.countdown)" }

  var json: JSONLine {
    var line = JSONLine()
    line.member("model", model)
    line.member("seconds", length.inSeconds)
    return line
  }
}

extension RunProgress {
  /// Which models wait, from the longest text to the shortest; empty: none does.
  var waitingModelTexts: [String] {
    guard !waitingModels.isEmpty else { return [] }
    let named = [3, 2, 1].map { most in
      let more = waitingModels.count - most
      return "waiting: " + waitingModels.prefix(most).map(\.words).joined(separator: ", ")
        + (more > 0 ? " and \(Figure.count(more)) more" : "")
    }
    return named + ["waiting: \(Figure.count(waitingModels.count, "model"))"]
  }
}
