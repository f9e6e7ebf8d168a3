import Basics
import BatchRunner
import CurlTransport

/// The program as a whole: a command line in, an exit status out.
struct Program {
  /// The words behind the program's name.
  let typed: [String]
  let environment: [String: String]

  enum Beginning {
    case command(Invocation)
    /// There was nothing to wait for.
    case end(ExitStatus)
  }

  /// Reads the command line. Prints what needs no other file: help, version, usage errors.
  func begin() -> Beginning {
    do throws(UsageError) {
      let invocation = try Invocation(
        arguments: typed, environment: environment, now: .now, timeZone: .current)
      return begin(invocation)
    } catch {
      if error == .noCommand {
        StandardError.write(Help(nil).description)
      } else {
        complain(error)
      }
      return .end(.usage)
    }
  }

  private func begin(_ invocation: Invocation) -> Beginning {
    switch invocation {
    case .completions(let shell): return .end(print(Completions.script(for: shell)))
    case .help(let command): return .end(print(Help(command).description))
    default: break
    }
    // Before anything is read, so that no command fails in the middle for want of it.
    do throws(LibraryError) {
      let library = try CurlTransport.loadLibrary()
      if invocation == .version { return .end(print(Version.line(library: library.name))) }
      try CurlTransport.startLibrary()
      return .command(invocation)
    } catch {
      complain(error)
      return .end(.couldNotRun)
    }
  }

  private func complain(_ error: any UserFacing) {
    let console = Console()
    console.error(error)
    console.flush()
  }

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
    case .key(let options):
      await key(options)
    case .sandbox(let options):
      await with(Console()) { await SandboxCommand(options: options, console: $0).run() }
    case .completions, .help, .version:
      preconditionFailure("\(invocation) ends where it begins")
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

  /// Everything is said before the command ends.
  private func with(
    _ console: Console, _ command: (Console) async -> ExitStatus
  ) async -> ExitStatus {
    let status = await command(console)
    console.flush()
    return status
  }
}
