import BatchRunner
import Foundation

/// What `status --watch` has shown, and what to write next.
struct StatusScreen {
  /// The cursor can be moved there, so the text is drawn in place.
  let isInPlace: Bool
  private var rows = 0
  private var last: String?

  /// `nil`: lines, wherever they go.
  init(_ style: TerminalStyle?) {
    isInPlace = style?.movesCursor ?? false
  }

  /// The text in place of the one before; what is too wide or too high is cut.
  mutating func draw(_ text: String, size: TerminalSize) -> String {
    let lines = text.split(separator: "\n").prefix(max(1, size.rows - 1))
      .map { DisplayWidth.fit(String($0), to: max(1, size.columns - 1), ellipsis: "...") }
    let up = rows > 0 ? "\r\u{1B}[\(min(rows, max(1, size.rows - 1)))A" : ""
    rows = lines.count
    return up + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
  }

  /// `nil`: it was the last one too.
  mutating func line(_ text: String) -> String? {
    guard text != last else { return nil }
    last = text
    return text
  }
}

extension TerminalStyle {
  static var standardOutput: TerminalStyle {
    TerminalStyle(
      isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  }
}
