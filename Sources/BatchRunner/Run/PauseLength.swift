import Basics

/// How long all requests pause after the server turned one down.
struct PauseLength: Sendable {
  /// Pauses in a row without a success in between.
  private var pauses = 0

  mutating func jobSucceeded() {
    pauses = 0
  }

  /// Counts a new pause and returns its length.
  ///
  /// The pause is as long as the server asks (`hint`). Without a hint it is one window where the
  /// plan limits requests per window, as SkillBoss documents. It is never shorter than a second,
  /// and than twice the last one while no request succeeds, up to a window.
  mutating func next(hint: Duration?, plan: Plan) -> Duration {
    let shortest = min(.seconds(1) * (1 << min(pauses, 20)), max(plan.window, .seconds(1)))
    pauses += 1
    return max(shortest, hint ?? (plan.requestsPerWindow == nil ? shortest : plan.window))
  }
}
