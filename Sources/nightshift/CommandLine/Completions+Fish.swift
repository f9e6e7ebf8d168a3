extension Completions {
  /// One `complete` command per line.
  static var fish: String {
    let names = commands.map { command in
      "complete -c nightshift -n __fish_use_subcommand -a \(command.name.rawValue)"
        + " -d \(quoted(command.summary))"
    }
    let head = ["# Completions of nightshift for fish.", "complete -c nightshift -f"]
    return (head + names + commands.flatMap(lines)).joined(separator: "\n") + "\n"
  }

  /// The lines for a command's operands and options.
  private static func lines(of command: CommandDeclaration) -> [String] {
    let start =
      "complete -c nightshift -n '__fish_seen_subcommand_from \(command.name.rawValue)'"
    let operand =
      switch command.operandKind {
      case .none: [] as [String]
      case .files: ["\(start) -F"]
      case .words(let words): ["\(start) -a '\(words.joined(separator: " "))'"]
      }
    return operand
      + options(of: command).map { option in
        "\(start) -l \(option.name.dropFirst(2))\(value(option.kind))"
          + " -d \(quoted(summary(of: option)))"
      }
  }

  /// The flags that say how the value is completed: `-x` is a value that is no file, `-r` and `-F`
  /// are a file.
  private static func value(_ kind: OptionDeclaration.Kind) -> String {
    switch kind {
    case .none: ""
    case .number, .duration, .text: " -x"
    case .file: " -r -F"
    case .directory: " -x -a '(__fish_complete_directories)'"
    case .choices(let words): " -x -a '\(words.joined(separator: " "))'"
    }
  }

  /// In single quotes, in which fish reads `\'` and `\\`.
  private static func quoted(_ text: String) -> String {
    "'"
      + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "'"
  }
}
