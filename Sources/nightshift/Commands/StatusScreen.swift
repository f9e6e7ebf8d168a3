import Basics

/// Remembers what `status --watch` has printed, and returns what to print next.
struct StatusScreen {
  /// The terminal's cursor can be moved, so the text is redrawn in place.
  let isInPlace: Bool
  /// Display widths of the lines on the screen, in columns.
  private var drawn: [Int] = []
  /// The last line that was printed; `nil` before the first.
  private var last: String?

  /// A style of `nil` prints lines, even on a terminal.
  init(_ style: TerminalStyle?) {
    isInPlace = style?.movesCursor ?? false
  }

  /// The bytes that replace the text on the screen. Lines that are too wide are cut, and lines that
  /// do not fit below each other are left out.
  mutating func draw(_ text: String, size: TerminalSize) -> String {
    let lines = text.split(separator: "\n").prefix(max(1, size.rows - 1))
      .map { DisplayWidth.fit(String($0), to: max(1, size.columns - 1), ellipsis: "...") }
    // A terminal that became narrower has wrapped its lines, so they take more rows.
    let columns = max(1, size.columns)
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    let up = rows > 0 ? "\r\u{1B}[\(min(rows, max(1, size.rows - 1)))A" : ""
    drawn = lines.map { DisplayWidth.of($0) }
    return up + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
  }

  /// The line to print; `nil` if it is the same as the last one.
  mutating func line(_ text: String) -> String? {
    guard text != last else { return nil }
    last = text
    return text
  }
}

extension TerminalStyle {
  /// The style of standard output, from the environment of this process.
  static var standardOutput: TerminalStyle {
    TerminalStyle(
      isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
  }
}
