import Basics

/// What a response says about rate limits, and how long it asks to wait. Values that make no sense
/// are left out.
package struct RateNotice: Sendable, Equatable {
  /// Allowed requests per minute; at least 1. `nil`: the server gave no number that is certainly one
  /// of a minute.
  package var limit: Int?
  /// Requests left in the server's window, or 0 if another limit has nothing left; at least 0.
  package var remaining: Int?
  /// The time until what ``remaining`` counts is reset, by the server's own clock; above zero.
  package var resetIn: Duration?
  /// How long the server asks to wait after a refusal, from all that it says; zero or more. `nil`:
  /// it says nothing.
  package var wait: Duration?
  /// The wait comes from `Retry-After` or a header like it.
  package var hasRetryAfter = false

  /// Two rate windows. A limit that resets later is one per day, or longer.
  package static let longestOfMinute = Duration.seconds(120)

  /// `wall`: the time by our own clock, in Unix seconds. It is used if the server sends no `Date`.
  /// `error`: of the response. `isTooMany`: the response is a 429, so the times at which limits are
  /// reset are waits too.
  package init(
    _ headers: ResponseHeaders, _ error: APIError? = nil, isTooMany: Bool = false, wall: Int
  ) {
    // Most answers say nothing, and reading the date takes longer than all the rest.
    guard headers.saysLimits || error != nil else { return }
    let now = Double(headers.date.flatMap { HTTPDate($0) }?.unixSeconds ?? wall)
    let headers = headers.filled(from: error?.headers)
    readPlain(headers, now)
    let windows = headers.rateWindows
    let exhausted = windows.filter(\.isExhausted).compactMap { Self.reset($0, now) }.max()
    if let exhausted { (remaining, resetIn) = (0, exhausted) }
    let asked = Self.first(headers.retryAfterHints, now)
    hasRetryAfter = asked != nil
    wait = Self.positive(asked) ?? Self.positive(Self.first(Self.hints(of: error), now)) ?? asked
    guard wait == nil, isTooMany else { return }
    wait =
      exhausted ?? Self.shortest(windows, now)
      ?? headers.others.resetAt.flatMap { WaitHint($0).wait(from: now) }
  }

  /// What a whole response says.
  package init(_ response: Response, _ body: ResponseBody, wall: Int) {
    let isInside = (200...299).contains(response.status) && body.answerProblem != nil
    let status = isInside ? Refusal.status(inside: body.error) : response.status
    self.init(response.headers, body.error, isTooMany: status == 429, wall: wall)
  }

  /// The plain `X-RateLimit-Limit`, `-Remaining` and `-Reset`, as SkillBoss documents them. Other
  /// services use the same names for limits per second or per day, so the limit counts only beside a
  /// reset that fits a minute.
  private mutating func readPlain(_ headers: ResponseHeaders, _ now: Double) {
    remaining = headers.rateRemaining.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    guard let hint = headers.rateReset.map({ WaitHint($0) }), let wait = hint.wait(from: now),
      wait > .zero
    else { return }
    resetIn = wait
    guard hint.isAbsolute, wait <= Self.longestOfMinute else { return }
    limit = headers.rateLimit.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  private static func hints(of error: APIError?) -> [WaitHint] {
    guard let error else { return [] }
    return error.waits + [SpokenTime.hint(in: Wording(error.texts).text)].compactMap { $0 }
  }

  /// The first hint that is a time.
  private static func first(_ hints: [WaitHint], _ now: Double) -> Duration? {
    let waits = hints.lazy.compactMap { $0.wait(from: now) }
    return waits.first { $0 > .zero } ?? waits.first
  }

  private static func positive(_ wait: Duration?) -> Duration? {
    wait.flatMap { $0 > .zero ? $0 : nil }
  }

  private static func reset(_ window: RateWindowHeaders, _ now: Double) -> Duration? {
    positive(window.reset.flatMap { WaitHint($0).wait(from: now) })
  }

  /// After a 429 where no limit says that it has nothing left: a token limit may have too little, so
  /// its reset counts, else the first reset to come.
  private static func shortest(_ windows: [RateWindowHeaders], _ now: Double) -> Duration? {
    let unknown = windows.filter { $0.remaining == nil }
    let tokens = windows.filter { $0.name.contains("token") }
    return [unknown, tokens, windows].lazy
      .compactMap { $0.compactMap { reset($0, now) }.min() }.first
  }
}
