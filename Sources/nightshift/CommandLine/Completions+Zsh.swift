extension Completions {
  /// Works both as a file in `fpath` and when it is sourced.
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
    # zsh runs a file from fpath as the first call of _nightshift. When the file is sourced, it only
    # defines the function.
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

  /// The `case` branch that completes one command.
  private static func branch(_ command: CommandDeclaration) -> String {
    let specifications = options(of: command).map(specification) + operand(command.operandKind)
    let lines = specifications.map { "        \(quoted($0))" }.joined(separator: " \\\n")
    return "    \(command.name.rawValue))\n      _arguments \\\n\(lines) ;;"
  }

  /// The option as `_arguments` reads it: `--limit=[explanation]:N: `.
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

  /// In single quotes; a single quote inside becomes `'\''`.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// Escapes brackets, colons and backslashes, which are special to `_arguments`.
  private static func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
