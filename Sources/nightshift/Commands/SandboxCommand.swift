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
    console.note("the simulated API listens; any key will do. Press Ctrl-C to end it.")
    console.note("counts: \(server.baseURL.replacing("/v1", with: ""))/sandbox/stats")
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    let watch = SignalWatch { continuation.yield($0) }
    for await _ in signals { break }
    withExtendedLifetime(watch) {}
    server.stop()
    return .finished
  }

  /// The same choice as of a run.
  private var chosen: RunOptions {
    var chosen = RunOptions()
    chosen.plan = options.plan
    chosen.requestsPerWindow = options.requestsPerWindow
    chosen.concurrency = options.concurrency
    chosen.windowSeconds = options.windowSeconds
    return chosen
  }

  private var scenario: Scenario {
    var scenario = Scenario(enforcing: PlanChoice(chosen).plan)
    // Without a plan only a limit that was asked for is kept.
    if options.plan == RunOptions.PlanName.none { scenario.concurrency = options.concurrency }
    scenario.seed = options.seed
    scenario.credits = options.credits
    scenario.latency = options.latency.map { .fixed($0) } ?? .lifelike
    scenario.faults = Fault.evenly(options.failureRate)
    return scenario
  }
}
