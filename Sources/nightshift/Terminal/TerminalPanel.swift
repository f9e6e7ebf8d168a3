import Basics
package import BatchRunner
import Reports

/// A panel that is redrawn in place. It remembers what is on the screen and returns the bytes that
/// change it.
///
/// Between drawings the cursor is at the beginning of the line below the panel. No terminal setting
/// is changed, so nothing needs to be restored if the program is killed.
package struct TerminalPanel: Sendable {
  private let style: TerminalStyle
  /// Display widths of the lines on the screen, in columns.
  private var drawn: [Int] = []
  /// The lines on the screen, with their colours.
  private var lines: [String] = []

  package init(style: TerminalStyle) {
    self.style = style
  }

  /// Replaces the panel on the screen.
  package mutating func draw(_ progress: BatchRunner.RunProgress, size: TerminalSize) -> String {
    let up = rewind(size)
    // One column stays free, because a full line wraps on some terminals. One row is for the
    // cursor.
    let panel = Panel(
      width: size.columns - 1, height: size.rows - 1, hasColour: style.hasColour,
      isUnicode: style.isUnicode)
    lines = panel.lines(for: progress)
    var plain = panel
    plain.hasColour = false
    drawn = plain.lines(for: progress).map { DisplayWidth.of($0) }
    return up + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
  }

  /// Prints text above the panel and draws the panel again. Control characters are escaped.
  package mutating func note(_ text: String, size: TerminalSize) -> String {
    let notes = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Printable($0, asciiOnly: !style.isUnicode).description + "\u{1B}[K\n" }
    return rewind(size) + notes.joined() + lines.map { $0 + "\u{1B}[K\n" }.joined()
      + (lines.isEmpty ? "" : "\u{1B}[J")
  }

  /// Removes the panel from the screen.
  package mutating func erase(size: TerminalSize) -> String {
    guard !lines.isEmpty else { return "" }
    let up = rewind(size)
    lines = []
    drawn = []
    return up + "\u{1B}[J"
  }

  /// Moves the cursor to the beginning of the panel. A terminal that became narrower has wrapped
  /// its lines, so they take more rows than before.
  private func rewind(_ size: TerminalSize) -> String {
    let columns = max(1, size.columns)
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    return rows == 0 ? "" : "\r\u{1B}[\(min(rows, max(1, size.rows - 1)))A"
  }
}
