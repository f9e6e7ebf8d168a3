import BatchRunner

/// How a run ended. This is the one place that chooses the exit status of a run.
struct RunEnd {
  /// Why the run stopped; `nil` if it ran until nothing was left that it was allowed to run.
  let halt: Halt?
  let failed: Int
  let toDo: Int

  var status: ExitStatus {
    if case .diskFailed = halt { return .diskFailed }
    if case .jobFileChanged = halt { return .invalidInput }
    // After a halt, the requests in flight may have finished the last jobs.
    guard toDo > 0 else { return failed > 0 ? .someFailed : .finished }
    switch halt {
    case .insufficientBalance: return .insufficientBalance
    case .keyRefused: return .keyRefused
    case .unreachable: return .unreachable
    case .signal(let number): return ExitStatus(signal: number)
    case .failures, .cost, .tokens, .credits, .until, .allAlike, .turnedDown, .limitResetsLater,
      nil:
      return .stoppedEarly
    case .diskFailed: return .diskFailed
    case .jobFileChanged: return .invalidInput
    }
  }

  /// `finished`, `interrupted` or `halted`, for `run.json`. `toDo` is the number of jobs left in
  /// that job file.
  func state(toDo: Int) -> RunStateName {
    if toDo == 0 { return .finished }
    if case .signal = halt { return .interrupted }
    return .halted
  }

  /// The arguments without `--pilot` and `--then-continue`: the pilot is done, so the next command
  /// runs the rest.
  private static func withoutPilot(_ typed: [String]) -> [String] {
    let pilot = OptionDeclaration.pilot.name
    var words = typed.filter {
      $0 != OptionDeclaration.thenContinue.name && !$0.hasPrefix(pilot + "=")
    }
    if let index = words.firstIndex(of: pilot) {
      words.removeSubrange(index..<min(index + 2, words.count))
    }
    return words
  }

  /// The command that resumes the run, as words; empty if nothing is left to do.
  func nextCommand(_ typed: [String]) -> [String] {
    switch status {
    case .finished: []
    case .someFailed:
      ["nightshift"] + typed + (typed.contains("--retry-failed") ? [] : ["--retry-failed"])
    default: ["nightshift"] + Self.withoutPilot(typed)
    }
  }
}
