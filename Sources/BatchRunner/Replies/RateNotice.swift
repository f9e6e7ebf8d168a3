import Basics

/// What the headers of a response say about the rate limit. Values that make no sense are left out.
package struct RateNotice: Sendable, Equatable {
  /// Allowed requests per minute; at least 1. `nil`: the server gave no number.
  package var limit: Int?
  /// Requests left in the server's window; at least 0.
  package var remaining: Int?
  /// The time until the server's window is reset, by the server's own clock; above zero.
  package var resetIn: Duration?
  /// How long the server asks to wait (`Retry-After`); zero or more.
  package var retryAfter: Duration?

  /// How long the server asks to wait; `nil`: it does not say.
  package var wait: Duration? { retryAfter }

  /// Ten years in seconds: longer than any run waits, and short enough that sums do not overflow.
  private static let longestWait = 315_360_000

  /// `wall`: the time by our own clock, in Unix seconds. It is used if the server sends no `Date`.
  package init(_ headers: ResponseHeaders, wall: Int) {
    let serverNow = headers.date.flatMap { HTTPDate($0) }?.unixSeconds ?? wall
    limit = headers.rateLimit.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    remaining = headers.rateRemaining.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    resetIn = headers.rateReset.flatMap { Int($0) }.flatMap { reset in
      let (wait, overflow) = reset.subtractingReportingOverflow(serverNow)
      return !overflow && wait > 0 ? .seconds(min(wait, Self.longestWait)) : nil
    }
    retryAfter = headers.retryAfter.flatMap { Self.wait($0, serverNow: serverNow) }
  }

  /// Parses `Retry-After` by RFC 9110, section 10.2.3: whole seconds, or a date. `nil`: the text is
  /// neither, or the date is in the past. A number that does not fit counts as the longest wait.
  private static func wait(_ text: String, serverNow: Int) -> Duration? {
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .seconds(min(Int(text) ?? .max, longestWait))
    }
    guard let date = HTTPDate(text)?.unixSeconds, date >= serverNow else { return nil }
    return .seconds(min(date - serverNow, longestWait))
  }
}
