/// How the simulated API behaves: its limits, its balance and its bad days.
package struct Scenario: Sendable, Equatable {
  /// Equal seeds give the n-th chat request the same latency, fault and text.
  package var seed: UInt64 = 1
  /// Starts in any ``window``; `nil`: no such limit.
  package var requestsPerWindow: Int?
  /// `nil`: no such limit.
  package var concurrency: Int?
  /// Rolls with each request: a start leaves it exactly so long after it came.
  package var window: Duration = .seconds(60)
  /// `nil`: any key passes, and none at all.
  package var acceptedKey: String?
  /// `nil`: never runs out, and answers do not speak of it.
  package var credits: Double?
  package var creditsPerRequest: Double = 1
  package var warningShape = WarningShape.flag
  package var emptyShape = EmptyShape.documented
  package var latency = Latency.fixed(0)
  package var faults = FaultOdds()
  /// `X-RateLimit-…` on chat answers; only ever sent where there is a limit.
  package var sendsRateHeaders = true

  /// Answers warn when fewer credits than this remain.
  package static let lowBalance: Double = 10

  package init() {}
}

extension Scenario {
  package static let starter = {
    var scenario = Scenario()
    scenario.requestsPerWindow = 60
    scenario.concurrency = 10
    scenario.latency = .logNormal(median: 0.8, sigma: 0.5)
    return scenario
  }()

  package static let free = {
    var scenario = Scenario.starter
    scenario.requestsPerWindow = 10
    scenario.concurrency = 2
    return scenario
  }()

  /// No limits and no waiting.
  package static let instant = Scenario()
}
