import Basics

/// The size of a terminal in characters.
package struct TerminalSize: Sendable, Equatable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// The current size of the terminal at standard error; 80 by 24 if it is unknown.
  package static var standardError: TerminalSize { of(STDERR_FILENO) }

  /// The current size of the terminal at `descriptor`; 80 by 24 if it is unknown.
  static func of(_ descriptor: Int32) -> TerminalSize {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return TerminalSize(columns: 80, rows: 24) }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
