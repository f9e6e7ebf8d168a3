package import BatchRunner

/// How a simulated API behaves, as one value: the same in memory and over a socket.
///
/// What befalls a request depends on ``seed``, its body and how often this body has come before,
/// not on the order of arrival: the same jobs meet the same fate at any concurrency.
package struct Scenario: Sendable {
  package enum WindowKind: Sendable {
    /// At most so many in *any* stretch of the window's length.
    case rolling
    /// At most so many between two multiples of the window's length on the wall clock.
    case calendar
  }

  package enum Keys: Sendable, Equatable {
    /// Requests may come without an `Authorization` header, and any key will do.
    case notNeeded
    case any
    case only(Set<String>)
  }

  package var seed: UInt64 = 1

  /// `nil`: no such limit, and no rate-limit headers.
  package var requestsPerWindow: Int?
  package var windowKind = WindowKind.rolling
  package var window = Duration.seconds(60)
  /// `nil`: no such limit.
  package var concurrency: Int?
  package var sendsRateLimitHeaders = true

  package var keys = Keys.notNeeded
  /// Refused whatever ``keys`` says.
  package var revokedKeys: Set<String> = []

  /// At the start; `nil`: the balance never ends and is never told.
  package var credits: Double?
  package var price = Price()
  /// Answers carry the warning below this many credits.
  package var lowBalanceThreshold = 10.0
  package var balanceWarning = BalanceWarning.flag
  package var emptyBalance = EmptyBalance.documented
  /// What `GET /api/me/balance` makes of a credit; `nil`: it tells credits only.
  package var dollarsPerCredit: Double?

  package var latency = Latency()
  /// How many tokens an answer has before `max_tokens` cuts it.
  package var outputTokens = Distribution.uniform(20...60)
  package var text = Text.echo
  /// Answers also carry `_tip`, a hint that asks the client to do something.
  package var sendsHints = false
  /// What `GET /v1/models` lists; requests may name any model.
  package var models = ["sandbox-small", "sandbox-large"]

  /// How likely each fault is, 0...1; together at most 1.
  package var faults: [Fault: Double] = [:]
  package var outages: [Outage] = []
  /// Larger request bodies get a 413, in bytes.
  package var bodyLimit = 64 << 20

  package init() {}

  /// A server that enforces exactly this plan.
  package init(enforcing plan: Plan) {
    requestsPerWindow = plan.requestsPerWindow
    concurrency = plan.name == .none ? nil : plan.concurrency
    window = plan.window
  }
}
