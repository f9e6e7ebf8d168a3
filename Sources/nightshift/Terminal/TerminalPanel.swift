import Basics
package import BatchRunner
import Reports

/// A panel that is drawn in place: it knows what stands on the screen and answers with the bytes
/// that change it. The cursor rests at the beginning of the line below the panel, and nothing of
/// the terminal's state is changed, so there is nothing to restore if we are killed.
package struct TerminalPanel: Sendable {
  private let style: TerminalStyle
  /// Widths of the lines on the screen.
  private var drawn: [Int] = []
  /// What they say.
  private var lines: [String] = []

  package init(style: TerminalStyle) {
    self.style = style
  }

  /// Draws the panel in place of the one before.
  package mutating func draw(_ progress: BatchRunner.Progress, size: TerminalSize) -> String {
    let up = rewind(size)
    // One column stays free, since a full line wraps on some terminals; one row is the cursor's.
    let panel = Panel(
      width: size.columns - 1, height: size.rows - 1, hasColour: style.hasColour,
      isUnicode: style.isUnicode)
    lines = panel.lines(for: progress)
    var plain = panel
    plain.hasColour = false
    drawn = plain.lines(for: progress).map { DisplayWidth.of($0) }
    return up + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
  }

  /// Prints text above the panel, each of its lines made harmless, and draws the panel again.
  package mutating func note(_ text: String, size: TerminalSize) -> String {
    let notes = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Printable($0, asciiOnly: !style.isUnicode).description + "\u{1B}[K\n" }
    return rewind(size) + notes.joined() + lines.map { $0 + "\u{1B}[K\n" }.joined()
      + (lines.isEmpty ? "" : "\u{1B}[J")
  }

  /// Takes the panel off the screen.
  package mutating func erase(size: TerminalSize) -> String {
    guard !lines.isEmpty else { return "" }
    let up = rewind(size)
    lines = []
    drawn = []
    return up + "\u{1B}[J"
  }

  /// To where the panel begins. A terminal that became narrower has broken its lines in two.
  private func rewind(_ size: TerminalSize) -> String {
    let columns = max(1, size.columns)
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    return rows == 0 ? "" : "\r\u{1B}[\(min(rows, max(1, size.rows - 1)))A"
  }
}
