/// One command as it is parsed, explained and completed.
struct CommandDeclaration {
  /// What its operands are, for completions.
  enum OperandKind: Equatable {
    case none, files
    case words([String])
  }

  let name: CommandName
  /// As in a synopsis.
  let operands: String
  let operandKind: OperandKind
  /// One line.
  let summary: String
  let paragraph: String
  /// In the order of help.
  let options: [OptionDeclaration]
  let examples: [String]

  /// `nightshift run JOBS…`
  var synopsis: String {
    "nightshift \(name.rawValue)" + (operands.isEmpty ? "" : " \(operands)")
  }

  func option(named name: String) -> OptionDeclaration? {
    options.first { $0.name == name }
  }
}
