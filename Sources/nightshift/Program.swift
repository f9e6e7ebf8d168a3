import BatchRunner
import CurlTransport
import Foundation

/// The program as a whole: a command line in, an exit status out.
struct Program {
  /// The words behind the program's name.
  let typed: [String]
  let environment: [String: String]

  func run() async -> ExitStatus {
    do throws(UsageError) {
      let invocation = try Invocation(
        arguments: typed, environment: environment, now: .now, timeZone: .current)
      return await perform(invocation)
    } catch {
      let console = Console()
      if error == .noCommand {
        StandardError.write(Help(nil).description)
      } else {
        console.error(error)
      }
      console.flush()
      return .usage
    }
  }

  private func perform(_ invocation: Invocation) async -> ExitStatus {
    switch invocation {
    case .run(let options):
      await with(Console(options.progress)) {
        await RunCommand(
          options: options, typed: typed, environment: environment, console: $0
        ).run()
      }
    case .check(let options):
      await with(Console()) { await CheckCommand(options: options, console: $0).run() }
    case .status(let options):
      await with(Console()) { await StatusCommand(options: options, console: $0).run() }
    case .key(let options):
      await with(Console()) { await key(options, $0).run() }
    case .sandbox(let options):
      await with(Console()) { await SandboxCommand(options: options, console: $0).run() }
    case .completions(let shell): print(Completions.script(for: shell))
    case .help(let command): print(Help(command).description)
    case .version: print(Version.line(library: CurlTransport.libraryVersion))
    }
  }

  private func key(_ options: KeyOptions, _ console: Console) -> KeyCommand {
    let finder = KeyFinder(
      keyFile: options.keyFile, environment: environment,
      currentDirectory: FileManager.default.currentDirectoryPath)
    return KeyCommand(options: options, finder: finder, console: console) { endpoint, keys in
      CurlTransport(
        CurlTransport.Configuration(
          endpoint: endpoint, timeout: .seconds(60), caFile: options.caFile, concurrency: 1,
          userAgent: "nightshift/\(Version.program)"), keys: keys, gate: Gate())
    }
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
