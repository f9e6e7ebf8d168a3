extension Completions {
  static var zsh: String {
    """
    #compdef nightshift
    # Completions of nightshift for zsh.
    _nightshift() {
      if (( CURRENT == 2 )); then
        local -a commands=(
    \(names.joined(separator: "\n"))
        )
        _describe command commands
        return
      fi
      local command=$words[2]
      shift words
      (( CURRENT-- ))
      case $command in
    \(commands.map(branch).joined(separator: "\n"))
      esac
    }
    # Read from a folder of functions, this is the first call; sourced, it is only the definition.
    if [ "$funcstack[1]" = _nightshift ]; then
      _nightshift "$@"
    else
      compdef _nightshift nightshift
    fi

    """
  }

  private static var names: [String] {
    commands.map { "      \(quoted("\($0.name.rawValue):\($0.summary)"))" }
  }

  private static func branch(_ command: CommandDeclaration) -> String {
    let specifications = options(of: command).map(specification) + operand(command.operandKind)
    let lines = specifications.map { "        \(quoted($0))" }.joined(separator: " \\\n")
    return "    \(command.name.rawValue))\n      _arguments \\\n\(lines) ;;"
  }

  private static func specification(_ option: OptionDeclaration) -> String {
    let text = escaped(summary(of: option))
    let value =
      switch option.kind {
      case .none: ""
      case .number, .duration, .text: ":\(escaped(option.placeholder ?? "")): "
      case .file: ":file:_files"
      case .directory: ":directory:_files -/"
      case .choices(let words): ":choice:(\(words.joined(separator: " ")))"
      }
    return "\(option.name)\(value.isEmpty ? "" : "=")[\(text)]\(value)"
  }

  private static func operand(_ kind: CommandDeclaration.OperandKind) -> [String] {
    switch kind {
    case .none: []
    case .files: ["*:file:_files"]
    case .words(let words): ["1:word:(\(words.joined(separator: " ")))"]
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// Brackets and colons mean something to `_arguments`.
  private static func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
