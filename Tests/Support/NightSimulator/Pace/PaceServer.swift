import Basics
import BatchRunner

/// A server with one limit, which may move, and with its way to tell that a request is too much.
package struct PaceServer: Sendable {
  /// What the server allows.
  package enum Limit: Sendable {
    /// Starts in any time of so many seconds.
    case rolling(Int, seconds: Double)
    /// Starts between two multiples of so many seconds.
    case fixed(Int, seconds: Double)
    /// Starts a second, with so many at once after a quiet time.
    case bucket(perSecond: Double, burst: Int)
    case inFlight(Int)
    case none
  }

  /// The wait that a refusal asks for.
  package enum RetryAfter: Sendable {
    case none
    case seconds(Int)
    /// Another number each time, from 1 to 5.
    case changing
    /// Until the limit allows the next start.
    case untilFree
  }

  /// What the server says that is not so.
  package enum Lie: Sendable {
    case none
    case refusesEverything
    /// Turns down this share of the requests that its limit allows.
    case refusesSometimes(Double)
    /// Each answer says that no request remains, and names a reset in a second.
    case nothingRemains
  }

  /// Each limit with the second from which it holds; the first holds from 0.
  package var limits: [(from: Double, limit: Limit)]
  package var retryAfter = RetryAfter.none
  package var lie = Lie.none
  /// The words of a refusal speak of requests in flight.
  package var namesInFlight = false
  /// The answers say how many starts are left, and when the window is reset, in whole seconds.
  package var sendsHeaders = false
  /// Of an answer, in seconds; drawn from half to one and a half of it.
  package var latency = 0.5
  /// Of a refusal, in seconds.
  package var refusalLatency = 0.05
  /// The wall clock at the start, in seconds after a multiple of every window.
  package var base = 0.0

  private var starts: [Double] = []
  private var ends: [Double] = []
  private var tokens = 0.0
  private var filledAt: Double?

  package init(_ limit: Limit) {
    limits = [(0, limit)]
  }

  private func limit(at second: Double) -> Limit {
    limits.last { $0.from <= second }?.limit ?? .none
  }

  /// Whether the limit lets a request start, which then takes `latency`.
  package mutating func takes(at second: Double, latency: Double) -> Bool {
    guard allows(at: second) else { return false }
    starts.append(second)
    ends.append(second + latency)
    return true
  }

  private mutating func allows(at second: Double) -> Bool {
    switch limit(at: second) {
    case .none: return true
    case .rolling(let most, let length):
      return used(since: second - length + 1e-9) < most
    case .fixed(let most, let length):
      return used(since: windowStart(second, length)) < most
    case .inFlight(let most):
      ends.removeAll { $0 <= second }
      return ends.count < most
    case .bucket(let perSecond, let burst):
      let before = filledAt.map { tokens + (second - $0) * perSecond } ?? Double(burst)
      tokens = min(Double(burst), before)
      filledAt = second
      guard tokens >= 1 - 1e-9 else { return false }
      tokens -= 1
      return true
    }
  }

  /// How long a refused request should wait, in whole seconds, at least one.
  func secondsUntilFree(at second: Double) -> Int {
    guard case .rolling(let most, let length) = limit(at: second), starts.count >= most else {
      return 1
    }
    return max(1, Int((starts[starts.count - most] + length - second).rounded(.up)))
  }

  private func windowStart(_ second: Double, _ length: Double) -> Double {
    ((second + base) / length).rounded(.down) * length - base
  }

  private func used(since second: Double) -> Int {
    starts.count - (starts.lastIndex { $0 < second }.map { $0 + 1 } ?? 0)
  }

  /// What the rate headers of an answer say; `nil`: it has none.
  func notice(at second: Double) -> RateNotice? {
    if case .nothingRemains = lie { return Self.notice(limit: 1, remaining: 0, reset: 2) }
    guard sendsHeaders else { return nil }
    guard case .rolling(let most, let length) = limit(at: second) else { return nil }
    let oldest = starts.first { $0 > second - length } ?? second
    // The answer's date is cut off, and the reset is rounded up.
    let date = (second + base).rounded(.down)
    let reset = (oldest + length + base).rounded(.up)
    return Self.notice(
      limit: most, remaining: max(0, most - used(since: second - length + 1e-9)),
      reset: Int(reset - date))
  }

  private static func notice(limit: Int, remaining: Int, reset: Int) -> RateNotice {
    let date = 1_640_000_000
    var headers = ResponseHeaders()
    headers.rateLimit = "\(limit)"
    headers.rateRemaining = "\(remaining)"
    headers.rateReset = "\(date + reset)"
    return RateNotice(headers, wall: date)
  }
}
