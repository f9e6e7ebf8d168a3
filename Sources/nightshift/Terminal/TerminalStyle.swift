import Basics

/// What the terminal or file that receives text can show.
package struct TerminalStyle: Sendable, Equatable {
  package var isTerminal: Bool
  /// The cursor can be moved, so a panel can be redrawn in place.
  package var movesCursor: Bool
  package var hasColour: Bool
  package var isUnicode: Bool

  /// Reads `NO_COLOR` (any text turns colours off), `TERM`, and the locale (`LC_ALL`, `LC_CTYPE`,
  /// `LANG`; the first one set counts).
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

  /// The style of standard error, from the environment of this process.
  package static var standardError: TerminalStyle {
    TerminalStyle(
      isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  }
}
