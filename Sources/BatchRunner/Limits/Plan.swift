/// What an account may do: how many requests may start in a rolling window, and how many may be
/// under way at once.
package struct Plan: Sendable, Equatable {
  package enum Name: String, CaseIterable, Sendable {
    case free, starter, pro, none
  }

  package var name: Name
  /// Starts in any ``window``; `nil`: no such limit.
  package var requestsPerWindow: Int?
  package var concurrency: Int
  /// Length of the rate window; a minute, unless a test makes it shorter.
  package var window: Duration
  /// Added to the window, against network jitter.
  package var margin: Duration

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

  package static let free = Plan(name: .free, requestsPerWindow: 10, concurrency: 2)
  package static let starter = Plan(name: .starter, requestsPerWindow: 60, concurrency: 10)
}
