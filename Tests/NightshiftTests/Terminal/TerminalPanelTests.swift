import BatchRunner
import Testing

@testable import nightshift

@Suite struct TerminalPanelTests {
  private static let style = TerminalStyle(
    isTerminal: true, environment: ["TERM": "xterm", "LANG": "C.UTF-8"])
  private static let plain = TerminalStyle(
    isTerminal: true, environment: ["TERM": "xterm", "LANG": "C", "NO_COLOR": "1"])
  private let size = TerminalSize(columns: 30, rows: 24)

  private static func progress(done: Int, retries: Int = 0) -> BatchRunner.RunProgress {
    var progress = BatchRunner.RunProgress()
    progress.jobs = 9
    progress.toDoAtStart = 9
    progress.succeeded = done
    progress.endedNow = done
    if retries > 0 { progress.retries = ["503": retries] }
    return progress
  }

  @Test func `the bytes of two drawings`() {
    var panel = TerminalPanel(style: Self.plain)
    let size = TerminalSize(columns: 21, rows: 3)
    #expect(
      panel.draw(Self.progress(done: 1), size: size)
        == "1 of 9 done (11 %)\u{1B}[K\nelapsed 0 s\u{1B}[K\n\u{1B}[J")
    #expect(
      panel.draw(Self.progress(done: 2), size: size)
        == "\r\u{1B}[2A2 of 9 done (22 %)\u{1B}[K\nelapsed 0 s\u{1B}[K\n\u{1B}[J")
    #expect(panel.erase(size: size) == "\r\u{1B}[2A\u{1B}[J")
    #expect(panel.erase(size: size) == "")
  }

  @Test func `a panel is redrawn in place when it grows or shrinks`() {
    var screen = Screen(columns: 30)
    var panel = TerminalPanel(style: Self.style)
    screen.feed("before\n")
    for retries in [0, 3, 0] {
      screen.feed(panel.draw(Self.progress(done: retries, retries: retries), size: size))
    }
    #expect(
      screen.lines == [
        "before", "░░░░░░░░░░  0 of 9 done (0 %)", "0 jobs/min (limit 10)", "tokens: 0 in, 0 out",
        "elapsed 0 s", "",
      ])
    #expect(screen.wraps == 0)
  }

  @Test func `a note is printed above the panel, with control characters escaped`() {
    var screen = Screen(columns: 30)
    var panel = TerminalPanel(style: Self.plain)
    screen.feed(panel.draw(Self.progress(done: 1), size: size))
    screen.feed(panel.note("a\u{1B}[2J note\nin two lines", size: size))
    screen.feed(panel.draw(Self.progress(done: 2), size: size))
    #expect(
      screen.lines == [
        "a\\x1b[2J note", "in two lines", "2 of 9 done (22 %), 7 left", "0 jobs/min (limit 10)",
        "tokens: 0 in, 0 out", "elapsed 0 s", "",
      ])
  }

  @Test func `a note before the first drawing is just a line`() {
    var panel = TerminalPanel(style: Self.plain)
    #expect(panel.note("hello", size: size) == "hello\u{1B}[K\n")
  }

  @Test func `an erased panel leaves nothing on the screen`() {
    var screen = Screen(columns: 30)
    var panel = TerminalPanel(style: Self.style)
    screen.feed("before\n" + panel.draw(Self.progress(done: 1, retries: 2), size: size))
    screen.feed(panel.erase(size: size))
    #expect(screen.lines == ["before", ""])
  }

  @Test func `on a terminal that became narrower, the panel takes more rows`() {
    var panel = TerminalPanel(style: Self.plain)
    _ = panel.draw(Self.progress(done: 1), size: size)
    // Lines of 26, 21, 19 and 11 columns, wrapped at 10: 3 + 3 + 2 + 2 rows.
    #expect(
      panel.draw(Self.progress(done: 1), size: .init(columns: 10, rows: 24))
        .hasPrefix("\r\u{1B}[10A"))
  }
}
