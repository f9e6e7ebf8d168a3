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
    let signals = AsyncStream<Int32> { continuation in
      let watch = SignalWatch { continuation.yield($0) }
      continuation.onTermination = { _ in withExtendedLifetime(watch) {} }
    }
    for await _ in signals { break }
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
    scenario.concurrency = options.plan == RunOptions.PlanName.none ? options.concurrency : plan.concurrency
    scenario.window = plan.window
    scenario.credits = options.credits
    if let latency = options.latency { scenario.latency = .fixed(latency) }
    scenario.serverError = options.failureRate / 2
    scenario.dropBefore = options.failureRate / 2
    return scenario
  }
}
