extension Completions {
  static var bash: String {
    """
    # Completions of nightshift for bash.
    _nightshift() {
      local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
      COMPREPLY=()
      if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "\(names) --help --version" -- "$word"))
        return
      fi
      case "${COMP_WORDS[1]} $previous" in
    \(values.joined(separator: "\n"))
      esac
      case "${COMP_WORDS[1]} $word" in
    \(options.joined(separator: "\n"))
      esac
      case "${COMP_WORDS[1]}" in
    \(operands.joined(separator: "\n"))
      esac
    }
    complete -F _nightshift nightshift

    """
  }

  private static var names: String { commands.map(\.name.rawValue).joined(separator: " ") }

  /// After an option that takes a value.
  private static var values: [String] {
    commands.flatMap { command in
      command.options.compactMap { option in
        action(option.kind).map {
          "    \"\(command.name.rawValue) \(option.name)\") \($0); return ;;"
        }
      }
    }
  }

  private static var options: [String] {
    commands.map { command in
      let names = options(of: command).map(\.name).joined(separator: " ")
      return "    \"\(command.name.rawValue) -\"*) \(words(names)); return ;;"
    }
  }

  private static var operands: [String] {
    commands.map { command in
      let action =
        switch command.operandKind {
        case .none: ":"
        case .files: files
        case .words(let list): words(list.joined(separator: " "))
        }
      return "    \(command.name.rawValue)) \(action) ;;"
    }
  }

  private static func action(_ kind: OptionDeclaration.Kind) -> String? {
    switch kind {
    case .none: nil
    case .number, .duration, .text: ":"
    case .file: files
    case .directory: "COMPREPLY=($(compgen -d -- \"$word\"))"
    case .choices(let list): words(list.joined(separator: " "))
    }
  }

  private static let files = "COMPREPLY=($(compgen -f -- \"$word\"))"

  private static func words(_ list: String) -> String {
    "COMPREPLY=($(compgen -W \"\(list)\" -- \"$word\"))"
  }
}
