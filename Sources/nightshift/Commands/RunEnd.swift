import BatchRunner

/// How a run ended: the one place that makes an exit status of it.
struct RunEnd {
  let halt: Halt?
  let failed: Int
  let toDo: Int

  var status: ExitStatus {
    if case .diskFailed = halt { return .diskFailed }
    if case .jobFileChanged = halt { return .invalidInput }
    // A drain may finish all that was left.
    guard toDo > 0 else { return failed > 0 ? .someFailed : .finished }
    switch halt {
    case .insufficientBalance: return .insufficientBalance
    case .keyRefused: return .keyRefused
    case .unreachable: return .unreachable
    case .signal(1): return .hungUp
    case .signal(15): return .terminated
    case .signal: return .interrupted
    case .failures, .cost, .credits, .until, .allAlike, nil: return .stoppedEarly
    case .diskFailed: return .diskFailed
    case .jobFileChanged: return .invalidInput
    }
  }

  /// For `run.json`.
  func state(toDo: Int) -> RunStateName {
    if toDo == 0 { return .finished }
    if case .signal = halt { return .interrupted }
    return .halted
  }

  /// A pilot was made, so what goes on is the run.
  private static func withoutPilot(_ typed: [String]) -> [String] {
    let pilot = OptionDeclaration.pilot.name
    var words = typed.filter {
      $0 != OptionDeclaration.thenContinue.name && !$0.hasPrefix(pilot + "=")
    }
    if let place = words.firstIndex(of: pilot) {
      words.removeSubrange(place..<min(place + 2, words.count))
    }
    return words
  }

  /// The words to type to go on; empty: nothing is left to do.
  func nextCommand(_ typed: [String]) -> [String] {
    switch status {
    case .finished: []
    case .someFailed:
      ["nightshift"] + typed + (typed.contains("--retry-failed") ? [] : ["--retry-failed"])
    default: ["nightshift"] + Self.withoutPilot(typed)
    }
  }
}
