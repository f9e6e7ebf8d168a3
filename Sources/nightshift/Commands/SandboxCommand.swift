import BatchRunner
import Foundation
import SandboxAPI

/// `nightshift sandbox`: serves the simulated API until it is interrupted.
struct SandboxCommand {
  let options: SandboxOptions
  let console: Console

  func run() async -> ExitStatus {
    let server = SandboxServer(scenario, port: options.port)
    do throws(SandboxError) {
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
    var scenario = Scenario.starter
    let plan = PlanChoice(chosen).plan
    scenario.seed = options.seed
    scenario.requestsPerWindow = plan.requestsPerWindow
    scenario.concurrency =
      options.plan == RunOptions.PlanName.none ? options.concurrency : plan.concurrency
    scenario.window = plan.window
    scenario.credits = options.credits
    if let latency = options.latency { scenario.latency = .fixed(latency / .seconds(1)) }
    scenario.faults.serverError = options.failureRate / 2
    scenario.faults.unavailable = options.failureRate / 2
    return scenario
  }
}
