/// Completion scripts for commands and options, made from the declarations.
enum Completions {
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// All commands, in the order of help.
  static var commands: [CommandDeclaration] { CommandName.allCases.map(\.declaration) }

  /// The options of a command, and `--help`.
  static func options(of command: CommandDeclaration) -> [OptionDeclaration] {
    command.options + [.help]
  }

  /// The first sentence of the option's help, without the full stop: short enough to stand beside
  /// a completion.
  static func summary(of option: OptionDeclaration) -> String {
    let sentence = option.help.split(separator: ". ", maxSplits: 1)[0]
    return String(sentence.hasSuffix(".") ? sentence.dropLast() : sentence)
  }
}
