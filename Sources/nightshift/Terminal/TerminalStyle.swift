import Basics

/// What the place that text goes to can show.
package struct TerminalStyle: Sendable, Equatable {
  package var isTerminal: Bool
  /// The cursor can be moved, so a panel can be drawn in place.
  package var movesCursor: Bool
  package var hasColour: Bool
  package var isUnicode: Bool

  /// From `NO_COLOR`, `TERM` and the locale's variables.
  package init(isTerminal: Bool, environment: [String: String]) {
    let kind = environment["TERM"] ?? ""
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let encoding = (locale ?? "").lowercased()
    self.isTerminal = isTerminal
    movesCursor = isTerminal && !kind.isEmpty && kind != "dumb"
    hasColour = movesCursor && (environment["NO_COLOR"] ?? "").isEmpty
    isUnicode = encoding.contains("utf-8") || encoding.contains("utf8")
  }

  /// Of standard error.
  package static var standardError: TerminalStyle {
    TerminalStyle(
      isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  }
}
