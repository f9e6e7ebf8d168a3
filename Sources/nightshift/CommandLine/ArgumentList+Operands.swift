extension ArgumentList {
  /// The only one.
  func operand() throws(UsageError) -> String {
    let operands = try someOperands()
    guard operands.count == 1 else { throw .extraOperand(operands[1], command: command) }
    return operands[0]
  }

  /// One or more.
  func someOperands() throws(UsageError) -> [String] {
    guard operands.first?.isEmpty == false else { throw .missingOperand(command: command) }
    return operands
  }

  func noOperands() throws(UsageError) {
    if let first = operands.first { throw .extraOperand(first, command: command) }
  }

  /// The options of `source` make no sense without `other`.
  func expect(
    _ other: String, when isGiven: Bool, for options: OptionDeclaration...
  ) throws(UsageError) {
    guard !isGiven else { return }
    for option in options where has(option) { throw .needs(source: option.name, other: other) }
  }
}
