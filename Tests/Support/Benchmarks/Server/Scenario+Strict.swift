import SandboxAPI

extension Scenario {
  /// Answers after 0.05 to 1.5 s, turns down what is over the limits, and says nothing of them.
  static func strict(starts: Int, windowSeconds: Int, concurrency: Int) -> Scenario {
    var scenario = Scenario()
    scenario.requestsPerWindow = starts
    scenario.window = .seconds(windowSeconds)
    scenario.concurrency = concurrency
    scenario.latency = Scenario.Latency(base: .uniform(0.05...1.5))
    scenario.sendsRateLimitHeaders = false
    return scenario
  }
}
