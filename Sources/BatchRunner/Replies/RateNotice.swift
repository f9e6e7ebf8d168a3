import Basics

/// What the headers of a response say about the rate limit; absurd values are left out.
package struct RateNotice: Sendable, Equatable {
  /// Requests a minute; at least 1.
  package var limit: Int?
  /// Requests that are left now.
  package var remaining: Int?
  /// How long from now until the server counts anew, by its own clock; above zero.
  package var resetIn: Duration?
  /// How long the server asks to wait; zero or more.
  package var retryAfter: Duration?

  /// Ten years: longer than any run waits, and small enough to count with.
  private static let longestWait = 315_360_000

  /// `wall`: our own clock, in Unix seconds, for servers that send no `Date`.
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

  /// `Retry-After` by RFC 9110, 10.2.3: whole seconds, or a date. What is neither, or lies in the
  /// past, is as good as absent; more digits than fit are a very long time.
  private static func wait(_ text: String, serverNow: Int) -> Duration? {
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .seconds(min(Int(text) ?? .max, longestWait))
    }
    guard let date = HTTPDate(text)?.unixSeconds, date >= serverNow else { return nil }
    return .seconds(min(date - serverNow, longestWait))
  }
}
