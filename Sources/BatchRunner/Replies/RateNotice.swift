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
    let serverNow = headers.date.flatMap(Self.seconds(httpDate:)) ?? wall
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
    guard let date = seconds(httpDate: text), date >= serverNow else { return nil }
    return .seconds(min(date - serverNow, longestWait))
  }

  /// Unix seconds of an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
  private static func seconds(httpDate text: String) -> Int? {
    let months = "JanFebMarAprMayJunJulAugSepOctNovDec"
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", words[2].count == 3,
      let month = months.firstRange(of: words[2]),
      let day = Int32(words[1]), let year = Int32(words[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int32($0) }
    guard clock.count == 3 else { return nil }
    var parts = tm()
    parts.tm_year = year - 1900
    parts.tm_mon = Int32(months.distance(from: months.startIndex, to: month.lowerBound) / 3)
    (parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec) = (day, clock[0], clock[1], clock[2])
    return timegm(&parts)
  }
}
