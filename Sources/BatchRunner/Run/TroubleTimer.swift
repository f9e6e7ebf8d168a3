import Basics

/// Measures how long the service has given nothing but trouble: no answer, a server error, or
/// status 429.
package struct TroubleTimer: Sendable {
  /// When the trouble began; `nil`: there is none.
  private var since: MonotonicInstant?
  /// The latest reason.
  private var reason = ""

  /// The server answered, so the service works.
  mutating func stop() {
    since = nil
  }

  mutating func recordTrouble(_ reason: String, at now: MonotonicInstant) {
    since = since ?? now
    self.reason = reason
  }

  /// The halt that is due when the trouble has lasted for `longest`; `nil`: it has not.
  func halt(after longest: Duration, at now: MonotonicInstant) -> Halt? {
    guard let since, since + longest <= now else { return nil }
    return .unreachable(for: since.duration(to: now), reason: reason)
  }
}
