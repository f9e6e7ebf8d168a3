import Basics

/// Why a command line cannot be obeyed. `source` is an option's name, or a variable's.
enum UsageError: Error, Equatable {
  /// Nothing was typed; the whole help is the better answer.
  case noCommand
  case unknownCommand(String, nearest: String?)
  case unknownOption(String, command: CommandName, nearest: String?)
  case optionBeforeCommand(String)
  case repeated(String)
  case missingValue(option: String, usage: String, example: String)
  /// For an option that takes none.
  case unexpectedValue(option: String, value: String)
  /// `expected` ends the sentence "it must be …".
  case malformed(source: String, value: String, expected: String)
  /// `range` ends the sentence "it must be …".
  case outOfRange(source: String, value: String, range: String)
  case unknownWord(source: String, value: String, words: [String], nearest: String?)
  case badURL(source: String, problem: String, remedy: String?)
  case past(value: String)
  case missingOperand(command: CommandName)
  case extraOperand(String, command: CommandName)
  case missingOption(OptionDeclaration, command: CommandName)
  /// `source` makes sense only together with `other`.
  case needs(source: String, other: String)
  /// Jobs from standard input have no path that a run directory could be named after.
  case pipeWithoutDirectory
  /// A plan whose limits only the user knows.
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
    case .optionBeforeCommand(let option): "'\(option)' stands before the command."
    case .repeated(let word): "\(word) was given twice."
    case .missingValue(let option, _, _): "\(option) needs a value."
    case .unexpectedValue(let option, let value):
      "\(option) takes no value, but '\(value)' was given."
    case .malformed(let source, let value, let expected):
      "\(source): '\(value)' is no such value: it must be \(expected)."
    case .outOfRange(let source, let value, let range):
      "\(source): '\(value)' is out of range: it must be \(range)."
    case .unknownWord(let source, let value, let words, _):
      "\(source): '\(value)' is not one of \(words.joined(separator: ", "))."
    case .badURL(let source, let problem, _): "\(source): \(problem)"
    case .past(let value): "--until: '\(value)' is in the past."
    case .missingOperand(let command): "'nightshift \(command.rawValue)' needs \(command.needs)."
    case .extraOperand(let word, let command):
      "'\(word)' is one word too many for 'nightshift \(command.rawValue)'."
    case .missingOption(let option, let command):
      "'nightshift \(command.rawValue)' needs \(option.usage)."
    case .needs(let source, let other): "\(source) makes sense only together with \(other)."
    case .pipeWithoutDirectory: "jobs from standard input need --run-dir."
    case .incomplete(let source, let others): "\(source) needs \(others) too."
    case .contradiction(let source, let other, let reason):
      "\(source) contradicts \(other): \(reason)"
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
    case .optionBeforeCommand: "The command comes first: nightshift COMMAND [OPTIONS]."
    case .repeated: "Give it once."
    case .missingValue(_, let usage, let example): "It is written \(usage), for example \(example)."
    case .unexpectedValue(let option, _): "Write only \(option)."
    case .malformed, .outOfRange: nil
    case .unknownWord(_, _, _, let nearest): nearest.map { "Did you mean '\($0)'?" }
    case .badURL(_, _, let remedy): remedy
    case .past: "Give a time to come, a time of day such as 07:00, or so many hours (8h)."
    case .missingOperand(let command), .extraOperand(_, let command):
      "It is written '\(command.declaration.synopsis)'."
    case .missingOption(let option, _): "For example \(option.example)."
    case .needs(let source, let other): "Add \(other), or leave out \(source)."
    case .pipeWithoutDirectory:
      "Name the directory where results go, for example \(OptionDeclaration.runDirectory.example)."
    case .incomplete: "The limits of that plan are agreed with each account: look yours up."
    case .contradiction(let source, let other, _): "Leave out \(source) or \(other)."
    }
  }
}

extension CommandName {
  /// What a command without operands lacks.
  fileprivate var needs: String {
    switch self {
    case .run, .check, .estimate: "a job file"
    case .status, .report, .export: "a run directory or a job file"
    case .prepare: "a dataset"
    case .completions: "the name of a shell"
    case .key, .sandbox, .help: "nothing"
    }
  }
}
