import BatchRunner

/// The text of `nightshift help`, made from the declarations; at most 80 columns wide.
struct Help: CustomStringConvertible {
  /// The whole text, with a line break at its end.
  let description: String

  /// Help about one command; `nil`: about the program.
  init(_ command: CommandName?) {
    let sections = command.map { Self.sections($0.declaration) } ?? Self.program
    description = sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private static var program: [[String]] {
    [
      Paragraph(
        """
        nightshift \(Version.program) runs files of LLM requests within the rate limits of your \
        account. Run the same command again to resume an interrupted run: a result is on disk \
        before its job counts as done.
        """
      ).lines,
      ["Usage: nightshift COMMAND [OPTIONS]"],
      ["Commands:"] + commands,
      [
        "  nightshift help COMMAND  explains a command and its options",
        "  nightshift --version     prints the version",
      ],
      ["Examples:"]
        + CommandName.allCases.flatMap { $0.declaration.examples.prefix(1) }
        .map { "  \($0)" },
      ["Exit statuses:"] + statuses,
    ]
  }

  /// Each section is a list of lines; an empty line goes between two sections.
  private static func sections(_ command: CommandDeclaration) -> [[String]] {
    var sections = [
      Paragraph("nightshift \(command.name.rawValue) \(command.summary).").lines,
      ["Usage: \(command.synopsis)" + (command.options.isEmpty ? "" : " [OPTIONS]")],
      Paragraph(command.paragraph).lines,
      ["Options:"] + (command.options + [.help]).flatMap(lines),
    ]
    if command.name == .run {
      sections.append(
        Paragraph(
          """
          Write durations as 90 (seconds), 90s, 15m or 2h. Times are in the time zone of this \
          machine.
          """
        ).lines)
    }
    sections.append(["Examples:"] + command.examples.map { "  \($0)" })
    if command.name == .run { sections.append(["Exit statuses:"] + statuses) }
    return sections
  }

  private static var commands: [String] {
    let width = CommandName.allCases.map(\.rawValue.count).max() ?? 0
    return CommandName.allCases.map {
      "  \($0.rawValue.padded(to: width))  \($0.declaration.summary)"
    }
  }

  private static var statuses: [String] {
    ExitStatus.allCases.map { "  \("\($0.rawValue)".padded(to: 3))  \($0.sentence)" }
  }

  private static func lines(of option: OptionDeclaration) -> [String] {
    let example =
      option.example == option.name ? "" : " Example: \(option.example)"
    let defaultText = option.placeholder == nil ? "" : " Default: \(option.defaultText)."
    return ["  \(option.usage)"] + Paragraph(option.help + defaultText + example, indent: 6).lines
  }
}

extension String {
  /// Adds spaces at the end, up to `width` characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
