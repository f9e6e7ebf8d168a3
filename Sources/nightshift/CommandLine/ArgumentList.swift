import Basics

/// The arguments after a command, split into options and operands.
///
/// Every option is known, and given once unless it is repeatable. Values are not checked yet.
struct ArgumentList {
  let command: CommandName
  /// Arguments that are neither options nor their values; `-` is one of them.
  private(set) var operands: [String] = []
  /// The values by option name, in the order given. An option without a value has an empty text.
  private var values: [String: [String]] = [:]

  /// All arguments after `--` are operands.
  init(_ arguments: some Collection<String>, of command: CommandName) throws(UsageError) {
    self.command = command
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      } else if argument.hasPrefix("-"), argument != "-" {
        try readOption(argument, &rest)
      } else {
        operands.append(argument)
      }
    }
  }

  func has(_ option: OptionDeclaration) -> Bool { values[option.name] != nil }

  /// The option's value as typed; `nil` if the option was not given.
  func text(_ option: OptionDeclaration) -> String? { values[option.name]?.last }

  /// All values of a repeatable option.
  func texts(_ option: OptionDeclaration) -> [String] { values[option.name] ?? [] }

  /// Reads one option and its value, which may be attached (`--limit=20`) or be the first of
  /// `rest`.
  private mutating func readOption(
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

  /// The value of `option`, taken from `rest` if it is not attached. A word with one leading dash
  /// is a value, because it may be a file name or a negative number. With two it is the next
  /// option.
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
