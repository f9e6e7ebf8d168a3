import Basics
import BatchRunner
import CurlTransport

/// The whole program: reads a command line, runs the command, and returns an exit status.
struct Program {
  /// The arguments, without the program's name.
  let typed: [String]
  let environment: [String: String]

  /// What to do after the command line was read.
  enum NextStep {
    case command(Invocation)
    /// The program is done: it printed help, the version or an error.
    case end(ExitStatus)
  }

  /// Reads the command line. Help, completions, the version and usage errors are printed right
  /// away.
  func readCommandLine() -> NextStep {
    do throws(UsageError) {
      let invocation = try Invocation(
        arguments: typed, environment: environment, now: .now, timeZone: .current)
      return prepare(invocation)
    } catch {
      if error == .noCommand {
        StandardError.write(Help(nil).description)
      } else {
        printError(error)
      }
      return .end(.usage)
    }
  }

  /// Prints what needs no command; for a command that sends requests, loads and starts libcurl. For
  /// the others that would be more than half of their start: 13 of 22 ms on one machine.
  private func prepare(_ invocation: Invocation) -> NextStep {
    switch invocation {
    case .completions(let shell): return .end(print(Completions.script(for: shell)))
    case .help(let command): return .end(print(Help(command).description))
    case .run, .key, .version: break
    default: return .command(invocation)
    }
    // Before the command starts, so that a missing library cannot make it fail halfway.
    do throws(LibraryError) {
      let library = try CurlTransport.loadLibrary()
      if invocation == .version { return .end(print(Version.line(library: library.name))) }
      try CurlTransport.startLibrary()
      return .command(invocation)
    } catch {
      printError(error)
      return .end(.couldNotRun)
    }
  }

  private func printError(_ error: any UserFacing) {
    let console = Console()
    console.error(error)
    console.flush()
  }

  /// Runs a command to its end. Traps for help, completions and version, which
  /// ``readCommandLine()`` has handled.
  func perform(_ invocation: Invocation) async -> ExitStatus {
    switch invocation {
    case .run(let options):
      await with(Console(options.progress)) {
        await RunCommand(
          options: options, typed: typed, environment: environment, console: $0
        ).run()
      }
    case .check(let options):
      await with(Console()) { await CheckCommand(options: options, console: $0).run() }
    case .estimate(let options):
      await with(Console()) { await EstimateCommand(options: options, console: $0).run() }
    case .status(let options):
      await with(Console()) { await StatusCommand(options: options, console: $0).run() }
    case .report(let options):
      await with(Console()) { await ReportCommand(options: options, console: $0).run() }
    case .prepare(let options):
      await with(Console()) { PrepareCommand(options: options, console: $0).run() }
    case .export(let options):
      await with(Console()) { ExportCommand(options: options, console: $0).run() }
    case .show(let options):
      await with(Console()) { ShowCommand(options: options, console: $0).run() }
    case .diff(let options):
      await with(Console()) { DiffCommand(options: options, console: $0).run() }
    case .repair(let options):
      await with(Console()) { RepairCommand(options: options, console: $0).run() }
    case .key(let options):
      await key(options)
    case .sandbox(let options):
      await with(Console()) { await SandboxCommand(options: options, console: $0).run() }
    case .completions, .help, .version:
      preconditionFailure("\(invocation) was handled when the command line was read")
    }
  }

  private func key(_ options: KeyOptions) async -> ExitStatus {
    await KeyCommand.run(
      options, environment: environment, directory: FileManager.default.currentDirectoryPath,
      transport: { endpoint, key in
        CurlTransport(
          CurlTransport.Configuration(
            endpoint: endpoint, timeout: .seconds(60), caFile: options.caFile, concurrency: 1,
            userAgent: "nightshift/\(Version.program)"), keys: KeyRing(key), gate: Gate())
      },
      print: { StandardOutput.write($0 + "\n") },
      complain: { StandardError.write($0 + "\n") })
  }

  private func print(_ text: String) -> ExitStatus {
    StandardOutput.write(text)
    return .finished
  }

  /// Runs a command, then waits until everything that it said is printed.
  private func with(
    _ console: Console, _ command: (Console) async -> ExitStatus
  ) async -> ExitStatus {
    let status = await command(console)
    console.flush()
    return status
  }
}
