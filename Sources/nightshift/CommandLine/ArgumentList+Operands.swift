/// Checks how many operands there are, and which options go together.
extension ArgumentList {
  /// The one operand of a command that takes exactly one.
  func operand() throws(UsageError) -> String {
    let operands = try someOperands()
    guard operands.count == 1 else { throw .extraOperand(operands[1], command: command) }
    return operands[0]
  }

  /// The operands of a command that needs at least one.
  func someOperands() throws(UsageError) -> [String] {
    guard operands.first?.isEmpty == false else { throw .missingOperand(command: command) }
    return operands
  }

  /// Throws if there is any operand.
  func noOperands() throws(UsageError) {
    if let first = operands.first { throw .extraOperand(first, command: command) }
  }

  /// Throws if one of `options` was given although `other`, which it needs, was not.
  func expect(
    _ other: String, when isGiven: Bool, for options: OptionDeclaration...
  ) throws(UsageError) {
    guard !isGiven else { return }
    for option in options where has(option) { throw .needs(source: option.name, other: other) }
  }
}
