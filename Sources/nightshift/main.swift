import BatchRunner
import CPlatform
import CurlTransport
import Foundation

CurlTransport.prepareProcess()
_ = nightshift_forbid_dumps()

let typed = Array(CommandLine.arguments.dropFirst())
let environment = ProcessInfo.processInfo.environment
let status: ExitStatus

do throws(UsageError) {
  let invocation = try Invocation(
    arguments: typed, environment: environment, now: .now, timeZone: .current)
  switch invocation {
  case .run(let options):
    let console = Console(options.progress)
    status = await RunCommand(
      options: options, typed: typed, environment: environment, console: console
    ).run()
    console.flush()
  case .check(let options):
    status = await CheckCommand(options: options, console: Console()).run()
  default:
    status = .couldNotRun
  }
} catch {
  Console().error(error)
  status = .usage
}
exit(status.rawValue)
