import Basics

/// Measures how long the service has given nothing but trouble: no answer, a server error, or
/// status 429. All instants are those of ``RunningTime``: a machine that slept through the night has
/// not tried in vain all night.
package struct TroubleTimer: Sendable {
  /// When the trouble began; `nil`: there is none.
  private var since: MonotonicInstant?
  /// The latest reason.
  private var reason = ""
  /// The server turned every request down because of a limit, so it can be reached.
  private var isLimitOnly = true

  /// The server answered, so the service works.
  mutating func stop() {
    since = nil
    isLimitOnly = true
  }

  /// `isLimit`: the server answered with status 429 or the like.
  mutating func recordTrouble(_ reason: String, isLimit: Bool, at now: MonotonicInstant) {
    since = since ?? now
    self.reason = reason
    if !isLimit { isLimitOnly = false }
  }

  /// The halt that is due when the trouble has lasted for `longest`; `nil`: it has not.
  func halt(after longest: Duration, at now: MonotonicInstant) -> Halt? {
    guard let since, since + longest <= now else { return nil }
    let length = since.duration(to: now)
    return isLimitOnly
      ? .turnedDown(for: length, message: reason) : .unreachable(for: length, reason: reason)
  }
}
