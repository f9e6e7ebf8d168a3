package import Basics

/// The user's settings that decide when requests start and when the run halts.
package struct RunRules: Sendable {
  /// The value of `--on-insufficient-balance`.
  package enum OnInsufficientBalance: Sendable, Equatable {
    case halt
    /// Wait for credits: send one job as a probe each time `poll` has passed.
    case wait(poll: Duration)
  }

  package var plan: Plan
  /// Attempts at a job before it fails for good (`--max-attempts`).
  package var maxAttempts = 5
  /// How long a job may take over all its attempts, see ``RunState/timeLeft(_:at:)``
  /// (`--job-timeout`); `nil`: as long as it needs.
  package var jobTimeout: Duration?
  /// How long after the first signal what is in flight is cancelled (`--grace`); `nil`: it may
  /// finish.
  package var grace: Duration?
  /// How long trouble may last before the run halts (`--max-outage`).
  package var maxOutage = Duration.seconds(12 * 3600)
  package var onInsufficientBalance = OnInsufficientBalance.halt
  /// The run halts when this many jobs have failed for good (`--max-failures`); `nil`: any number.
  package var maxFailures: Int?
  /// The run halts when no more than these credits are left (`--min-credits`); `nil`: no limit.
  package var minCredits: Double?
  /// No request starts at this time or later (`--until`); `nil`: no such time.
  package var until: MonotonicInstant?
  package var backoff = Backoff()
  /// With this many waiting retries no new job starts, since each of them takes memory.
  package var retryBacklog = 10_000

  package init(plan: Plan) {
    self.plan = plan
  }
}
