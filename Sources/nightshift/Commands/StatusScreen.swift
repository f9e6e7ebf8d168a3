import Basics

/// What `status --watch` has shown, and what to write next.
struct StatusScreen {
  /// The cursor can be moved there, so the text is drawn in place.
  let isInPlace: Bool
  /// Widths of the lines on the screen.
  private var drawn: [Int] = []
  private var last: String?

  /// `nil`: lines, wherever they go.
  init(_ style: TerminalStyle?) {
    isInPlace = style?.movesCursor ?? false
  }

  /// The text in place of the one before; what is too wide or too high is cut.
  mutating func draw(_ text: String, size: TerminalSize) -> String {
    let lines = text.split(separator: "\n").prefix(max(1, size.rows - 1))
      .map { DisplayWidth.fit(String($0), to: max(1, size.columns - 1), ellipsis: "...") }
    // A terminal that became narrower has broken its lines in two.
    let columns = max(1, size.columns)
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    let up = rows > 0 ? "\r\u{1B}[\(min(rows, max(1, size.rows - 1)))A" : ""
    drawn = lines.map { DisplayWidth.of($0) }
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
