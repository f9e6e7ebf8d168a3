package import Basics

/// The limits of an account: how many requests and tokens may start in a rolling window and in a
/// day, and how many requests may be in flight at once.
package struct Plan: Sendable, Equatable {
  /// The values of `--plan`.
  package enum Name: String, CaseIterable, Sendable {
    case free, starter, pro, none
  }

  package var name: Name
  /// The most starts in any ``window``; `nil`: no such limit.
  package var requestsPerWindow: Int?
  /// The most tokens that may start in any ``window`` (`--tpm`); `nil`: no such limit.
  package var tokensPerWindow: Int?
  /// The most requests that may start in any ``day`` (`--rpd`); `nil`: no such limit.
  package var requestsPerDay: Int?
  /// The most tokens that may start in any ``day`` (`--tpd`); `nil`: no such limit.
  package var tokensPerDay: Int?
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

  /// The length of the window of limits per day, unless a run is simulated with fewer jobs.
  package var day = Duration.seconds(86_400)

  /// What a request counts depends on its tokens.
  package var countsTokens: Bool { tokensPerWindow != nil || tokensPerDay != nil }

  /// With days that are shorter and allow less by this factor, for a simulation in which each request
  /// stands for so many.
  package func scaled(days factor: Double) -> Plan {
    guard factor > 1 else { return self }
    var plan = self
    plan.day = day / factor
    plan.requestsPerDay = requestsPerDay.map { max(1, Int((Double($0) / factor).rounded())) }
    plan.tokensPerDay = tokensPerDay.map { max(1, Int((Double($0) / factor).rounded())) }
    return plan
  }

  /// Starts since then count against limits of tokens and of a day; `nil`: there are none.
  package func startsMatterSince(_ now: BothClocks) -> BothClocks? {
    guard countsTokens || requestsPerDay != nil else { return nil }
    let longest = max(requestsPerDay == nil && tokensPerDay == nil ? window : day, window)
    return now.earlier(by: longest + margin)
  }

  /// What may start when, for example `60 requests in 60 s, 1,000 requests in 24 h`.
  package var words: String {
    let span = window.words
    let limits = [
      requestsPerWindow.map { "\(Figure.count($0, "request")) in \(span)" },
      tokensPerWindow.map { "\(Figure.count($0, "token")) in \(span)" },
      requestsPerDay.map { "\(Figure.count($0, "request")) in 24 h" },
      tokensPerDay.map { "\(Figure.count($0, "token")) in 24 h" },
    ].compactMap(\.self)
    return limits.isEmpty ? "no rate limit" : limits.joined(separator: ", ")
  }

  /// The same without limits of starts and of tokens.
  var withoutRates: Plan {
    var plan = self
    plan.requestsPerWindow = nil
    plan.tokensPerWindow = nil
    plan.requestsPerDay = nil
    plan.tokensPerDay = nil
    return plan
  }

  /// The same without limits.
  var unlimited: Plan {
    var plan = withoutRates
    plan.concurrency = .max
    return plan
  }

  package static let free = Plan(name: .free, requestsPerWindow: 10, concurrency: 2)
  package static let starter = Plan(name: .starter, requestsPerWindow: 60, concurrency: 10)
}
