import Reports
import Testing

@testable import nightshift

@Suite struct TerminalStyleTests {
  private static let utf8 = ["TERM": "xterm-256color", "LANG": "en_US.UTF-8"]

  @Test func `a usual terminal shows everything`() {
    let style = TerminalStyle(isTerminal: true, environment: Self.utf8)
    #expect(style.isTerminal && style.movesCursor && style.hasColour && style.isUnicode)
  }

  @Test(arguments: [("1", false), ("", true)])
  func `NO_COLOR removes the colours unless it is empty`(value: String, hasColour: Bool) {
    let environment = Self.utf8.merging(["NO_COLOR": value]) { $1 }
    let style = TerminalStyle(isTerminal: true, environment: environment)
    #expect(style.hasColour == hasColour)
    #expect(style.movesCursor)
  }

  @Test(arguments: ["dumb", ""])
  func `a dumb terminal gets no panel and no colours`(kind: String) {
    let environment = Self.utf8.merging(["TERM": kind]) { $1 }
    let style = TerminalStyle(isTerminal: true, environment: environment)
    #expect(style.isTerminal && !style.movesCursor && !style.hasColour)
  }

  @Test(
    arguments: [
      ([:], false), (["LANG": "C"], false), (["LANG": "de_DE.utf8"], true),
      (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false),
      (["LC_ALL": "", "LC_CTYPE": "UTF-8", "LANG": "C"], true),
    ] as [([String: String], Bool)])
  func `the locale says whether UTF-8 is read`(environment: [String: String], isUnicode: Bool) {
    #expect(TerminalStyle(isTerminal: true, environment: environment).isUnicode == isUnicode)
  }

  @Test(
    arguments: [
      (.auto, .panel, .lines), (.bar, .panel, .lines), (.lines, .lines, .lines),
      (.json, .json, .json), (.none, nil, nil),
    ] as [(ProgressMode, ProgressCadence.Kind?, ProgressCadence.Kind?)])
  func `the mode and the terminal choose what is printed`(
    mode: ProgressMode, terminal: ProgressCadence.Kind?, file: ProgressCadence.Kind?
  ) {
    #expect(mode.kind(on: .init(isTerminal: true, environment: Self.utf8)) == terminal)
    #expect(mode.kind(on: .init(isTerminal: false, environment: Self.utf8)) == file)
    let dumb = TerminalStyle(isTerminal: true, environment: ["TERM": "dumb"])
    #expect(mode.kind(on: dumb) == file)
  }
}
