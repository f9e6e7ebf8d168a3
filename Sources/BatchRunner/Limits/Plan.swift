/// The limits of an account: how many requests may start in a rolling window, and how many may be
/// in flight at once.
package struct Plan: Sendable, Equatable {
  /// The values of `--plan`.
  package enum Name: String, CaseIterable, Sendable {
    case free, starter, pro, none
  }

  package var name: Name
  /// The most starts in any ``window``; `nil`: no such limit.
  package var requestsPerWindow: Int?
  /// The most requests in flight.
  package var concurrency: Int
  /// The length of the rate window: one minute, unless a test makes it shorter.
  package var window: Duration
  /// Added to ``window`` because requests reach the server with varying delay. With no margin a
  /// strict server rejected 56 of 300 requests; with half a second it rejected none.
  package var margin: Duration
  /// The limits hold for each model by itself (`--limits-per model`), not for all together.
  package var isPerModel = false

  package init(
    name: Name, requestsPerWindow: Int?, concurrency: Int, window: Duration = .seconds(60),
    margin: Duration = .milliseconds(500)
  ) {
    self.name = name
    self.requestsPerWindow = requestsPerWindow
    self.concurrency = concurrency
    self.window = window
    self.margin = margin
  }

  /// The same without limits.
  var unlimited: Plan {
    var plan = self
    plan.requestsPerWindow = nil
    plan.concurrency = .max
    return plan
  }

  package static let free = Plan(name: .free, requestsPerWindow: 10, concurrency: 2)
  package static let starter = Plan(name: .starter, requestsPerWindow: 60, concurrency: 10)
}
