import Basics

/// A parsed command line: the command and its options.
enum Invocation: Equatable {
  case run(RunOptions)
  case check(CheckOptions)
  case estimate(EstimateOptions)
  case status(StatusOptions)
  case report(ReportOptions)
  case prepare(PrepareOptions)
  case export(ExportOptions)
  case show(ShowOptions)
  case diff(DiffOptions)
  case repair(RepairOptions)
  case key(KeyOptions)
  case sandbox(SandboxOptions)
  case completions(Shell)
  /// Help about one command; `nil`: about the program.
  case help(CommandName?)
  case version

  /// `arguments` are without the program's name; `now` and `timeZone` are for `--until`.
  ///
  /// Throws ``UsageError/noCommand`` if there are no arguments. The caller then prints the help to
  /// standard error.
  init(
    arguments: [String], environment: [String: String], now: WallTime, timeZone: ClockZone
  ) throws(UsageError) {
    guard let first = arguments.first else { throw .noCommand }
    if let answer = Self.information(arguments) {
      self = answer
      return
    }
    guard !first.hasPrefix("-") else {
      throw .optionBeforeCommand(String(first.prefix { $0 != "=" }))
    }
    guard let command = CommandName(rawValue: first) else { throw .unknown(command: first) }
    let list = try ArgumentList(arguments.dropFirst(), of: command)
    switch command {
    case .run where list.has(.dryRun), .estimate:
      self = .estimate(
        try EstimateOptions(list, environment: environment, now: now, timeZone: timeZone))
    case .run:
      try list.expect(OptionDeclaration.dryRun.name, when: false, for: .like, .balance, .json)
      self = .run(try RunOptions(list, environment: environment, now: now, timeZone: timeZone))
    case .check: self = .check(try CheckOptions(list))
    case .status: self = .status(try StatusOptions(list))
    case .report: self = .report(try ReportOptions(list))
    case .prepare: self = .prepare(try PrepareOptions(list))
    case .export: self = .export(try ExportOptions(list))
    case .show: self = .show(try ShowOptions(list))
    case .diff: self = .diff(try DiffOptions(list))
    case .repair: self = .repair(try RepairOptions(list))
    case .key: self = .key(try KeyOptions(list, environment: environment))
    case .sandbox: self = .sandbox(try SandboxOptions(list))
    case .completions: self = .completions(try Shell.read(list.operand(), from: "completions"))
    case .help: self = .help(try Self.topic(list))
    }
  }

  /// `--help`, `-h` and `--version` work even if the rest of the line is wrong; `nil` without them.
  private static func information(_ arguments: [String]) -> Invocation? {
    let options = arguments.prefix { $0 != "--" }
    if options.contains(OptionDeclaration.help.name) || options.contains("-h") {
      return .help(options.lazy.compactMap(CommandName.init).first)
    }
    return options.contains(OptionDeclaration.version.name) ? .version : nil
  }

  /// The command that `nightshift help COMMAND` names; `nil` for `nightshift help` alone.
  private static func topic(_ list: ArgumentList) throws(UsageError) -> CommandName? {
    guard !list.operands.isEmpty else { return nil }
    let word = try list.operand()
    guard let command = CommandName(rawValue: word) else { throw .unknown(command: word) }
    return command
  }
}

extension UsageError {
  /// The error for an unknown command, with the nearest known one.
  fileprivate static func unknown(command word: String) -> UsageError {
    let known = CommandName.allCases.map(\.rawValue)
    return .unknownCommand(word, nearest: Nearest.word(to: word, among: known))
  }
}
