import Basics
import BatchRunner
import CurlTransport
import SandboxAPI

/// `nightshift sandbox`: serves the simulated API until it is interrupted.
struct SandboxCommand {
  let options: SandboxOptions
  let console: Console

  func run() async -> ExitStatus {
    let server = SandboxServer(scenario: scenario, port: options.port)
    do throws(SandboxServerError) {
      try server.start()
    } catch {
      console.error(error)
      return .couldNotRun
    }
    StandardOutput.write("\(server.baseURL)\n")
    console.note("the simulated API is ready; it accepts any key. Press Ctrl-C to stop it.")
    console.note("statistics: \(server.baseURL.replacing("/v1", with: ""))/sandbox/stats")
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    let watch = SignalWatch { continuation.yield($0) }
    for await _ in signals { break }
    withExtendedLifetime(watch) {}
    server.stop()
    return .finished
  }

  /// The limits as options of a run, so that ``PlanChoice`` chooses them in the same way.
  private var runOptions: RunOptions {
    var runOptions = RunOptions()
    runOptions.plan = options.plan
    runOptions.requestsPerWindow = options.requestsPerWindow
    runOptions.concurrency = options.concurrency
    runOptions.windowSeconds = options.windowSeconds
    return runOptions
  }

  private var scenario: Scenario {
    var scenario = Scenario(enforcing: PlanChoice(runOptions).plan)
    // A run under plan `none` has at most 8 requests in flight, but the API enforces no such limit.
    if options.plan == RunOptions.PlanName.none { scenario.concurrency = options.concurrency }
    scenario.seed = options.seed
    scenario.credits = options.credits
    scenario.latency = options.latency.map { .fixed($0) } ?? .lifelike
    scenario.faults = Fault.evenly(options.failureRate)
    return scenario
  }
}
