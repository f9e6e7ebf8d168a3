package import BatchRunner

/// The behaviour of a simulated API. It is the same in memory and over a socket.
///
/// Faults, lengths and latencies depend on ``seed``, on a request's body and on how often the same
/// body was received before. They do not depend on the order of arrival, so the same jobs get the
/// same results at any concurrency.
package struct Scenario: Sendable {
  /// How ``requestsPerWindow`` is counted.
  package enum WindowKind: Sendable {
    /// The limit holds for *any* period of the window's length.
    case rolling
    /// The limit holds for each period between two multiples of the window's length on the wall
    /// clock, as in limits per calendar minute.
    case calendar
  }

  /// Which API keys are accepted.
  package enum Keys: Sendable, Equatable {
    /// Requests need no `Authorization` header, and any key is accepted.
    case notNeeded
    /// Requests need a key, and any key is accepted.
    case any
    /// Requests need one of these keys.
    case only(Set<String>)
  }

  /// The `Retry-After` of a refusal because of the rate limit.
  package enum RetryAfter: Sendable, Equatable {
    /// The seconds until the window has room again, at least 1.
    case untilReset
    case seconds(Int)
    /// The header is missing.
    case none
  }

  package var seed: UInt64 = 1

  /// The rate limit; `nil`: no limit and no rate-limit headers.
  package var requestsPerWindow: Int?
  package var windowKind = WindowKind.rolling
  package var window = Duration.seconds(60)
  /// The most requests at the same time; `nil`: no limit.
  package var concurrency: Int?
  package var sendsRateLimitHeaders = true
  package var retryAfter = RetryAfter.untilReset

  package var keys = Keys.notNeeded
  /// Keys that are refused even if ``keys`` accepts them.
  package var revokedKeys: Set<String> = []

  /// The balance at the start; `nil`: it is unlimited, and answers do not mention it.
  package var credits: Double?
  package var price = Price()
  /// Answers carry a warning when the balance is below this many credits.
  package var lowBalanceThreshold = 10.0
  package var balanceWarning = BalanceWarning.flag
  package var emptyBalance = EmptyBalance.documented
  /// The value of a credit in the response to `GET /api/me/balance`; `nil`: no dollars there.
  package var dollarsPerCredit: Double?

  package var latency = Latency()
  /// The length of an answer in tokens, before `max_tokens` cuts it.
  package var outputTokens = Distribution.uniform(20...60)
  package var text = Text.echo
  /// Answers also carry `_tip`, a text that asks the client to do something. A client must ignore
  /// it.
  package var sendsHints = false
  /// The models that `GET /v1/models` lists. Requests may name any model.
  package var models = ["sandbox-small", "sandbox-large"]

  /// The probability of each fault, 0...1. The sum is at most 1.
  package var faults: [Fault: Double] = [:]
  package var outages: [Outage] = []
  /// The largest request body, in bytes. Larger ones get a 413.
  package var bodyLimit = 64 << 20

  package init() {}

  /// A server that enforces the limits of `plan`.
  package init(enforcing plan: Plan) {
    requestsPerWindow = plan.requestsPerWindow
    concurrency = plan.name == .none ? nil : plan.concurrency
    window = plan.window
  }
}
