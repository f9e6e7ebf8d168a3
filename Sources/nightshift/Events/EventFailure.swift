import Basics
import Reports

/// The warning about an `--on-event` command that failed.
enum EventFailure {
  /// `nil` if the command succeeded. `errorText` is the beginning of its standard error; the
  /// warning quotes the first line.
  static func sentence(
    _ end: EventCommand.End, _ kind: RunEvent.Kind, _ errorText: String
  ) -> String? {
    let what: String
    switch end {
    case .exited(0): return nil
    case .exited(let status): what = "ended with status \(status)"
    case .signalled(let number): what = "was ended by signal \(number)"
    case .killed: what = "took too long and was killed"
    case .notStarted(let code): what = "could not be started: \(String(cString: strerror(code)))"
    }
    let words = errorText.split(whereSeparator: \.isNewline).first.map { " (\($0))" } ?? ""
    return "--on-event: the command for '\(kind.rawValue)' \(what)\(words). "
      + "The run is not affected. This warning is shown once for each kind of event."
  }
}
