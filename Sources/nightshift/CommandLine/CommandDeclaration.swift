/// One command. The parser, the help and the completions all read this declaration.
struct CommandDeclaration {
  /// The type of the command's operands, for completions.
  enum OperandKind: Equatable {
    case none, files
    /// One of these words.
    case words([String])
  }

  let name: CommandName
  /// The operands as the synopsis shows them: `JOBS...`; empty if there are none.
  let operands: String
  let operandKind: OperandKind
  /// Follows "nightshift NAME" in a sentence; without a full stop, and short enough for one line.
  let summary: String
  /// More about the command, in whole sentences.
  let paragraph: String
  /// In the order in which help lists them, without `--help`.
  let options: [OptionDeclaration]
  /// Whole command lines.
  let examples: [String]

  /// Command and operands, as in `nightshift run JOBS...`.
  var synopsis: String {
    "nightshift \(name.rawValue)" + (operands.isEmpty ? "" : " \(operands)")
  }

  /// The option with this long name, dashes included; `nil` if the command has no such option.
  func option(named name: String) -> OptionDeclaration? {
    options.first { $0.name == name }
  }
}
