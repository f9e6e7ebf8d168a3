import Basics

/// What was typed after a command: every option known and given once, no value read yet.
struct ArgumentList {
  let command: CommandName
  private(set) var operands: [String] = []
  /// By the option's name, in the order given; empty text for an option without a value.
  private var values: [String: [String]] = [:]

  init(_ arguments: some Collection<String>, of command: CommandName) throws(UsageError) {
    self.command = command
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      } else if argument.hasPrefix("-"), argument != "-" {
        try take(argument, &rest)
      } else {
        operands.append(argument)
      }
    }
  }

  func has(_ option: OptionDeclaration) -> Bool { values[option.name] != nil }

  func text(_ option: OptionDeclaration) -> String? { values[option.name]?.last }

  /// Of an option that may be given more than once.
  func texts(_ option: OptionDeclaration) -> [String] { values[option.name] ?? [] }

  private mutating func take(
    _ argument: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0] == "-o" ? OptionDeclaration.output.name : String(parts[0])
    let attached = parts.count == 2 ? String(parts[1]) : nil
    let declaration = command.declaration
    guard let option = declaration.option(named: name) else {
      let known = declaration.options.map(\.name) + [OptionDeclaration.help.name]
      throw .unknownOption(
        name, command: command, nearest: Nearest.word(to: name, among: known))
    }
    guard values[name] == nil || option.isRepeatable else { throw .repeated(name) }
    values[name, default: []].append(try value(of: option, attached: attached, &rest))
  }

  /// The next word is a value even where it begins with one dash: a file's name and a negative
  /// number may. With two it is the next option.
  private func value(
    of option: OptionDeclaration, attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    guard option.placeholder != nil else {
      if let attached { throw .unexpectedValue(option: option.name, value: attached) }
      return ""
    }
    if let attached, !attached.isEmpty { return attached }
    if attached == nil, let next = rest.first, !next.isEmpty, !next.hasPrefix("--") {
      rest.removeFirst()
      return next
    }
    throw .missingValue(option: option.name, usage: option.usage, example: option.example)
  }
}
