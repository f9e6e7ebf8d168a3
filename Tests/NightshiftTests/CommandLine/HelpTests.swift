import BatchRunner
import Testing

@testable import nightshift

@Suite struct HelpTests {
  @Test(arguments: [nil] + CommandName.allCases)
  func `help fits eighty columns`(command: CommandName?) {
    let text = Help(command).description
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test(arguments: CommandName.allCases)
  func `help shows every option, its default and an example`(command: CommandName) {
    let words = Help(command).description.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    for option in command.declaration.options {
      #expect(words.contains(" \(option.usage) \(option.help)"))
      guard option.placeholder != nil else { continue }
      #expect(words.contains("Default: \(option.defaultText). Example: \(option.example)"))
    }
  }

  @Test func `the whole help of status`() {
    #expect(
      Help(.status).description == """
        nightshift status shows the progress of a run, even while it is running.

        Usage: nightshift status RUN [OPTIONS]

        RUN is a run directory or its job file. Sends nothing.

        Options:
          --json
              Prints one JSON object to standard output.
          --watch
              Looks again every two seconds until the run ends. A terminal is updated in
              place; elsewhere, a line is printed each time something has changed.
          --help
              Prints this help. -h is the same.

        Examples:
          nightshift status reviews.run
          nightshift status reviews.jsonl --watch

        """)
  }

  @Test func `the program's help lists every command and exit status`() {
    let lines = Help(nil).description.split(separator: "\n")
    for command in CommandName.allCases {
      #expect(lines.contains { $0.hasPrefix("  \(command.rawValue) ") })
    }
    for status in BatchRunner.ExitStatus.allCases {
      #expect(
        lines.contains { $0.hasPrefix("  \(status.rawValue) ") && $0.hasSuffix(status.sentence) })
    }
  }

  @Test(arguments: CommandName.allCases)
  func `the examples of help are command lines that work`(command: CommandName) throws {
    for example in command.declaration.examples where !example.contains("<(") {
      let line = example.split(separator: "nightshift ").last.map(String.init) ?? ""
      _ = try Typed.invocation(line == "nightshift" ? "" : line)
    }
    for option in command.declaration.options {
      let name = option.example.prefix { $0 != " " }
      #expect(name == option.name)
    }
  }

  @Test func `the version names the library`() {
    #expect(Version.line(library: "libcurl/8.5.0") == "nightshift 0.1.0 (libcurl/8.5.0)\n")
  }
}
