import Basics
import BatchRunner
import Reports
import Synchronization

/// `nightshift status --watch`: prints the status every two seconds until the run ends.
struct StatusWatch {
  let isJSON: Bool
  /// Formats the status as several lines, for a terminal.
  let text: (RunStatus) -> String
  /// Formats the status as one JSON object.
  let json: (RunStatus) -> String

  /// Returns when the run has ended, or when a signal came.
  func watch(_ reader: inout RunReader) async throws(CheckpointError) -> ExitStatus {
    let received = ReceivedSignal()
    let signals = SignalWatch { received.set($0) }
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
      // Short sleeps, so that Ctrl-C ends the program within a tenth of a second.
      for _ in 0..<20 {
        if let number = received.number {
          return ExitStatus(signal: number)
        }
        try? await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  /// The status in one line. It contains no time, so it changes only when something has happened.
  static func line(_ status: RunStatus) -> String {
    let (name, why) = status.state
    return
      "\(name.rawValue): \(Figure.count(status.succeeded)) of \(Figure.count(status.jobs)) done, "
      + "\(Figure.count(status.failed)) failed, \(Figure.count(status.toDo)) to do"
      + (why.isEmpty ? "" : "; \(Printable(why))") + "\n"
  }

  /// How fast the run is and how long it will take.
  static func pace(_ status: RunStatus) -> String {
    var parts = ["\(Figure.count(status.startsInLastMinute)) attempts in the last minute"]
    if let rate = status.jobsPerMinute {
      parts.append("\(Figure.rate(rate)) jobs a minute overall")
    }
    if let remaining = status.remaining { parts.append("\(remaining.words) left at that rate") }
    return parts.joined(separator: ", ")
  }
}

/// The last signal that came. It is set on one thread and read on another.
private final class ReceivedSignal: Sendable {
  private let state = Mutex<Int32?>(nil)

  func set(_ number: Int32) {
    state.withLock { $0 = number }
  }

  /// `nil` if no signal came.
  var number: Int32? { state.withLock { $0 } }
}
