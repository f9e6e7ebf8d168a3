import Testing

@testable import nightshift

@Suite struct MessageTests {
  private let terminal = TerminalStyle(
    isTerminal: true, environment: ["TERM": "xterm", "LANG": "C"])

  @Test func `colour is for terminals that show it`() {
    #expect(
      Message.error(UsageError.repeated("--rpm"), style: terminal) == """
        \u{1B}[1;31merror:\u{1B}[0m --rpm was given twice.
        \u{1B}[1;36m help:\u{1B}[0m Give it once.

        """)
    #expect(Message.warning("low", style: terminal) == "\u{1B}[1;33mwarning:\u{1B}[0m low\n")
    #expect(Message.note("free", style: nil) == "note: free\n")
  }

  @Test func `a key is not shown, wherever a message has it`() {
    #expect(
      Message.warning(
        "'sk-abc_DEF-1234' at x=sk-12345678, or sk-...", help: "sk-a1b2c3d4", style: nil)
        == "warning: 'sk-(not shown)' at x=sk-(not shown), or sk-...\n help: sk-(not shown)\n")
    #expect(
      Message.note("the task-management.jsonl", style: nil) == "note: the task-management.jsonl\n")
  }

  @Test func `control characters that were typed are escaped`() {
    #expect(
      Message.error(UsageError.unknownCommand("a\u{1B}[2J\nü", nearest: nil), style: terminal)
        .contains(#"unknown command 'a\x1b[2J\n\u{00fc}'."#))
    #expect(Message.warning("ü\u{7}", style: nil) == "warning: ü\\x07\n")
  }
}
