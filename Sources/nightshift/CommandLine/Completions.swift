/// Scripts that teach a shell the commands and options, made out of the declarations.
enum Completions {
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  static var commands: [CommandDeclaration] { CommandName.allCases.map(\.declaration) }

  /// Options of a command, the common one too.
  static func options(of command: CommandDeclaration) -> [OptionDeclaration] {
    command.options + [.help]
  }

  /// The first sentence, without the full stop, as it fits beside a completion.
  static func summary(of option: OptionDeclaration) -> String {
    let sentence = option.does.split(separator: ". ", maxSplits: 1)[0]
    return String(sentence.hasSuffix(".") ? sentence.dropLast() : sentence)
  }
}
