import Basics
import BatchRunner
import Reports
import Synchronization

/// `nightshift status --watch`: looks again until the run ends.
struct StatusWatch {
  let isJSON: Bool
  let text: (RunStatus) -> String
  let json: (RunStatus) -> String

  func watch(_ reader: inout RunReader) async throws(CheckpointError) -> ExitStatus {
    let heard = Heard()
    let signals = SignalWatch { heard.signal($0) }
    defer { withExtendedLifetime(signals) {} }
    var screen = StatusScreen(isJSON ? nil : .standardOutput)
    while true {
      let status = try reader.look(at: BootClock.now, wall: .now)
      let isOver = status.isRunning != true
      if screen.isInPlace {
        StandardOutput.write(screen.draw(text(status), size: .of(STDOUT_FILENO)))
      } else if let line = screen.line(isJSON ? json(status) : Self.line(status)) {
        StandardOutput.write(line)
      }
      if isOver { return .finished }
      // Ctrl-C is heard within a tenth of a second.
      for _ in 0..<20 {
        if let number = heard.number { return ExitStatus(rawValue: 128 + number) ?? .interrupted }
        try? await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  /// One line, without the time, so that nothing new is nothing to print.
  static func line(_ status: RunStatus) -> String {
    let (name, why) = status.state
    return
      "\(name.rawValue): \(Figure.count(status.succeeded)) of \(Figure.count(status.jobs)) done, "
      + "\(Figure.count(status.failed)) failed, \(Figure.count(status.toDo)) to do"
      + (why.isEmpty ? "" : "; \(Printable(why))") + "\n"
  }

  /// How fast a run is, and how long it will take.
  static func pace(_ status: RunStatus) -> String {
    var parts = ["\(Figure.count(status.startsInLastMinute)) attempts in the last minute"]
    if let rate = status.jobsPerMinute {
      parts.append("\(Figure.rate(rate)) jobs a minute overall")
    }
    if let remaining = status.remaining { parts.append("\(remaining.words) left at that rate") }
    return parts.joined(separator: ", ")
  }
}

/// The signal that came, if one did.
private final class Heard: Sendable {
  private let state = Mutex<Int32?>(nil)

  func signal(_ number: Int32) {
    state.withLock { $0 = number }
  }

  var number: Int32? { state.withLock { $0 } }
}
