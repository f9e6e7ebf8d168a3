import Basics

/// How long nothing but trouble was heard.
package struct Patience: Sendable {
  /// `nil`: the last news was good.
  private var since: Moment?
  private var reason = ""

  mutating func good() {
    since = nil
  }

  mutating func trouble(_ reason: String, at now: Moment) {
    since = since ?? now
    self.reason = reason
  }

  /// The halt that is due once there was trouble for `longest`.
  func halt(after longest: Duration, at now: Moment) -> Halt? {
    guard let since, since + longest <= now else { return nil }
    return .unreachable(for: since.duration(to: now), reason: reason)
  }
}
