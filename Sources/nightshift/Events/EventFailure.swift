import Basics
import Reports

/// How a command that failed is told of.
enum EventFailure {
  /// `nil`: it did not fail.
  static func sentence(
    _ end: EventCommand.End, _ kind: RunEvent.Kind, _ complaint: String
  ) -> String? {
    let what: String
    switch end {
    case .exited(0): return nil
    case .exited(let status): what = "ended with status \(status)"
    case .signalled(let number): what = "was ended by signal \(number)"
    case .killed: what = "did not end, and was killed"
    case .notStarted(let code): what = "could not be started: \(String(cString: strerror(code)))"
    }
    let words = complaint.split(whereSeparator: \.isNewline).first.map { " (\($0))" } ?? ""
    return "--on-event: the command for '\(kind.rawValue)' \(what)\(words). This is told once for "
      + "each kind of event; the run goes on."
  }
}
