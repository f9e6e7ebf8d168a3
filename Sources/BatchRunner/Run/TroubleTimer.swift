import Basics

/// How long nothing but trouble was heard.
package struct TroubleTimer: Sendable {
  /// `nil`: the last news was good.
  private var since: MonotonicInstant?
  private var reason = ""

  mutating func good() {
    since = nil
  }

  mutating func trouble(_ reason: String, at now: MonotonicInstant) {
    since = since ?? now
    self.reason = reason
  }

  /// The halt that is due once there was trouble for `longest`.
  func halt(after longest: Duration, at now: MonotonicInstant) -> Halt? {
    guard let since, since + longest <= now else { return nil }
    return .unreachable(for: since.duration(to: now), reason: reason)
  }
}
