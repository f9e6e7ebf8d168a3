extension Completions {
  /// Works with bash 3.2, which macOS still has.
  static var bash: String {
    """
    # Completions of nightshift for bash 3.2 or newer.
    # Completes paths. compgen prints one path a line, so paths may contain spaces.
    _nightshift_paths() {
      local path
      while IFS= read -r path; do
        COMPREPLY[${#COMPREPLY[@]}]="$path"
      done < <(compgen "$1" -- "$2")
    }
    # Completes words from a list. compopt, where the shell has it, says that they are not files:
    # otherwise bash adds a slash to a word that is also the name of a folder.
    _nightshift_words() {
      type compopt >/dev/null 2>&1 && compopt +o filenames 2>/dev/null
      COMPREPLY=($(compgen -W "$1" -- "$2"))
    }
    _nightshift() {
      local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
      COMPREPLY=()
      # bash splits --option=value into three words.
      if [ "$word" = "=" ]; then
        word=""
      elif [ "$previous" = "=" ]; then
        previous="${COMP_WORDS[COMP_CWORD-2]}"
      fi
      if [ "$COMP_CWORD" -eq 1 ]; then
        \(words("\(names) --help --version"))
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
    complete -o filenames -F _nightshift nightshift

    """
  }

  private static var names: String { commands.map(\.name.rawValue).joined(separator: " ") }

  /// The `case` branches that complete the value of an option.
  private static var values: [String] {
    commands.flatMap { command in
      command.options.compactMap { option in
        action(option.kind).map {
          "    \"\(command.name.rawValue) \(option.name)\") \($0); return ;;"
        }
      }
    }
  }

  /// The `case` branches that complete the names of options.
  private static var options: [String] {
    commands.map { command in
      let names = options(of: command).map(\.name).joined(separator: " ")
      return "    \"\(command.name.rawValue) -\"*) \(words(names)); return ;;"
    }
  }

  /// The `case` branches that complete operands.
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

  /// The shell command that completes a value; `:` completes nothing, `nil` means no value.
  private static func action(_ kind: OptionDeclaration.Kind) -> String? {
    switch kind {
    case .none: nil
    case .number, .duration, .text: ":"
    case .file: files
    case .directory: "_nightshift_paths -d \"$word\""
    case .choices(let list): words(list.joined(separator: " "))
    }
  }

  private static let files = "_nightshift_paths -f \"$word\""

  private static func words(_ list: String) -> String {
    "_nightshift_words \"\(list)\" \"$word\""
  }
}
