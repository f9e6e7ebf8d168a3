import BatchRunner

/// Help as text, made out of the declarations.
struct Help: CustomStringConvertible {
  let description: String

  /// `nil`: the whole program.
  init(_ command: CommandName?) {
    let sections = command.map { Self.sections($0.declaration) } ?? Self.program
    description = sections.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private static var program: [[String]] {
    [
      Paragraph(
        """
        nightshift \(Version.program) runs files of LLM jobs within the limits of an account, and \
        carries on where it stopped. Results and checkpoint are on the disk before a job counts as \
        done.
        """
      ).lines,
      ["Usage: nightshift COMMAND [OPTIONS]"],
      ["Commands:"] + commands,
      [
        "  nightshift help COMMAND  explains one of them and its options",
        "  nightshift --version     prints the version",
      ],
      ["Examples:"]
        + CommandName.allCases.flatMap { $0.declaration.examples.prefix(1) }
        .map { "  \($0)" },
      ["Exit statuses:"] + statuses,
    ]
  }

  private static func sections(_ command: CommandDeclaration) -> [[String]] {
    var sections = [
      Paragraph("nightshift \(command.name.rawValue) \(command.summary).").lines,
      ["Usage: \(command.synopsis)" + (command.options.isEmpty ? "" : " [OPTIONS]")],
      Paragraph(command.paragraph).lines,
      ["Options:"] + (command.options + [.help]).flatMap(lines),
    ]
    if command.name == .run {
      sections.append(
        Paragraph("Durations are written 90, 90s, 15m or 2h. Times are those of this machine.")
          .lines)
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
    let standard = option.placeholder == nil ? "" : " Default: \(option.standard)."
    return ["  \(option.usage)"] + Paragraph(option.does + standard + example, indent: 6).lines
  }
}

extension String {
  /// With spaces after it.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
