import Basics

/// What is wrong with a command line. `source` is the name of an option or of a variable;
/// `nearest` is the known word that looks most like the one typed, `nil` if none does.
enum UsageError: Error, Equatable {
  /// Nothing was typed. The program then prints its help instead of this error.
  case noCommand
  case unknownCommand(String, nearest: String?)
  case unknownOption(String, command: CommandName, nearest: String?)
  case optionBeforeCommand(String)
  /// An option or a job file was given twice.
  case repeated(String)
  case missingValue(option: String, usage: String, example: String)
  /// An option that takes no value was given one.
  case unexpectedValue(option: String, value: String)
  /// `expected` ends the sentence "it must be …".
  case malformed(source: String, value: String, expected: String)
  /// `range` ends the sentence "it must be …".
  case outOfRange(source: String, value: String, range: String)
  case unknownWord(source: String, value: String, words: [String], nearest: String?)
  case badURL(source: String, problem: String, remedy: String?)
  /// The time of `--until` is in the past.
  case past(value: String)
  case missingOperand(command: CommandName)
  case extraOperand(String, command: CommandName)
  case missingOption(OptionDeclaration, command: CommandName)
  /// `source` has no effect without `other`.
  case needs(source: String, other: String)
  /// Jobs from standard input have no path that a run directory could be named after.
  case pipeWithoutDirectory
  /// Only the user knows the limits of this plan; `others` are the options that must give them.
  case incomplete(source: String, others: String)
  /// `reason` is a whole sentence.
  case contradiction(source: String, other: String, reason: String)
}

extension UsageError: UserFacing {
  var problem: String {
    switch self {
    case .noCommand: "no command was given."
    case .unknownCommand(let word, _): "unknown command '\(word)'."
    case .unknownOption(let option, let command, _):
      "unknown option '\(option)' for 'nightshift \(command.rawValue)'."
    case .optionBeforeCommand(let option): "'\(option)' comes before the command."
    case .repeated(let word): "\(word) was given twice."
    case .missingValue(let option, _, _): "\(option) needs a value."
    case .unexpectedValue(let option, let value):
      "\(option) takes no value, but '\(value)' was given."
    case .malformed(let source, let value, let expected):
      "\(source): '\(value)' is not valid: it must be \(expected)."
    case .outOfRange(let source, let value, let range):
      "\(source): '\(value)' is out of range: it must be \(range)."
    case .unknownWord(let source, let value, let words, _):
      "\(source): '\(value)' is not one of \(words.joined(separator: ", "))."
    case .badURL(let source, let problem, _): "\(source): \(problem)"
    case .past(let value): "--until: '\(value)' is in the past."
    case .missingOperand(let command): "'nightshift \(command.rawValue)' needs \(command.needs)."
    case .extraOperand(let word, let command):
      "unexpected argument '\(word)' for 'nightshift \(command.rawValue)'."
    case .missingOption(let option, let command):
      "'nightshift \(command.rawValue)' needs \(option.usage)."
    case .needs(let source, let other): "\(source) can only be used with \(other)."
    case .pipeWithoutDirectory: "jobs from standard input need --run-dir."
    case .incomplete(let source, let others): "\(source) also needs \(others)."
    case .contradiction(let source, let other, let reason):
      "\(source) cannot be used with \(other): \(reason)"
    }
  }

  var remedy: String? {
    switch self {
    case .noCommand: "'nightshift help' lists the commands."
    case .unknownCommand(_, let nearest):
      (nearest.map { "Did you mean '\($0)'? " } ?? "") + "'nightshift help' lists the commands."
    case .unknownOption(_, let command, let nearest):
      (nearest.map { "Did you mean '\($0)'? " } ?? "")
        + "'nightshift help \(command.rawValue)' lists the options."
    case .optionBeforeCommand: "Write the command first: nightshift COMMAND [OPTIONS]."
    case .repeated: "Give it once."
    case .missingValue(_, let usage, let example): "Write \(usage), for example \(example)."
    case .unexpectedValue(let option, _): "Write only \(option)."
    case .malformed, .outOfRange: nil
    case .unknownWord(_, _, _, let nearest): nearest.map { "Did you mean '\($0)'?" }
    case .badURL(_, _, let remedy): remedy
    case .past:
      "Give a time of day such as 07:00, a date and time in the future, or a duration such as 8h."
    case .missingOperand(let command), .extraOperand(_, let command):
      "Write '\(command.declaration.synopsis)'."
    case .missingOption(let option, _): "For example \(option.example)."
    case .needs(let source, let other): "Add \(other), or leave out \(source)."
    case .pipeWithoutDirectory:
      "Name the directory for the results, for example \(OptionDeclaration.runDirectory.example)."
    case .incomplete: "The limits of this plan differ from account to account. Look yours up."
    case .contradiction(let source, let other, _): "Use \(source) or \(other), but not both."
    }
  }
}

extension CommandName {
  /// The operands that the command needs, in words.
  fileprivate var needs: String {
    switch self {
    case .run, .check, .estimate: "a job file"
    case .status, .report, .export, .show, .repair: "a run directory or a job file"
    case .diff: "two runs, or one run and --against"
    case .prepare: "a dataset"
    case .completions: "the name of a shell"
    case .key, .sandbox, .help: "nothing"
    }
  }
}
