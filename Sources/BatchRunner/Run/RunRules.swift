package import Basics

/// What the user set for a run, as far as it decides when requests start.
package struct RunRules: Sendable {
  package enum OnInsufficientBalance: Sendable, Equatable {
    case halt
    /// Probe with one job each so often.
    case wait(poll: Duration)
  }

  package var plan: Plan
  package var maxAttempts = 5
  package var maxOutage = Duration.seconds(12 * 3600)
  package var onInsufficientBalance = OnInsufficientBalance.halt
  /// Jobs that may fail for good before the run stops; `nil`: any number.
  package var maxFailures: Int?
  /// Credits at which the run stops; `nil`: none.
  package var minCredits: Double?
  /// Nothing starts from here on; `nil`: no end.
  package var until: MonotonicInstant?
  package var backoff = Backoff()
  /// So many waiting retries, and no new job starts: what waits is held in memory.
  package var retryBacklog = 10_000

  package init(plan: Plan) {
    self.plan = plan
  }
}
