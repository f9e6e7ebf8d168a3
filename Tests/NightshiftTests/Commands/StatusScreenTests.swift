import Testing

@testable import nightshift

@Suite struct StatusScreenTests {
  private static let terminal = TerminalStyle(isTerminal: true, environment: ["TERM": "xterm"])

  @Test func `a text replaces the one before, and is cut to the terminal's size`() {
    var screen = StatusScreen(Self.terminal)
    #expect(screen.isInPlace)
    let size = TerminalSize(columns: 12, rows: 3)
    #expect(
      screen.draw("state one\njobs\n", size: size)
        == "state one\u{1B}[K\njobs\u{1B}[K\n\u{1B}[J")
    #expect(
      screen.draw("state much longer\nb\nc\nd\n", size: size)
        == "\r\u{1B}[2Astate mu...\u{1B}[K\nb\u{1B}[K\n\u{1B}[J")
    #expect(
      screen.draw("123456789\n", size: size) == "\r\u{1B}[2A123456789\u{1B}[K\n\u{1B}[J")
    let narrow = TerminalSize(columns: 4, rows: 9)
    #expect(screen.draw("x\n", size: narrow) == "\r\u{1B}[3Ax\u{1B}[K\n\u{1B}[J")
  }

  @Test func `elsewhere a line is printed when it has changed`() {
    var screen = StatusScreen(TerminalStyle(isTerminal: false, environment: ["TERM": "xterm"]))
    #expect(!screen.isInPlace)
    let lines = ["a\n", "a\n", "b\n", "a\n"].map { screen.line($0) }
    #expect(lines == ["a\n", nil, "b\n", "a\n"])
  }
}
