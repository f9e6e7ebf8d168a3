import Basics

/// One attempt at a job, from the granted permit until its outcome is on disk.
package struct InFlightAttempt: Sendable {
  let id: AttemptID
  /// `nil` for a retry whose job has not been read again yet.
  var job: Job?
  /// What the job had used up before this attempt.
  var budget: RetryBudget
  let permit: Permit
  /// When the permit was granted.
  let startedAt: MonotonicInstant
  /// `nil`: an ordinary attempt.
  let probe: Probe?
  /// The first byte has left.
  var hasLeft = false
  /// How long the program had stood still before the attempt, see ``RunningTime/stoodStill``.
  var stoodStillBefore = Duration.zero

  /// The jobs that had succeeded in this session when the first byte left.
  var successesAtStart = 0
  /// It was the only request in flight when it started, and the first one after a pause.
  var isAloneAfterPause = false

  /// The question that an attempt is sent to answer.
  enum Probe: Sendable {
    case isServiceBack, isBalanceBack
    /// Whether the job is too large for the limit: it is tried alone.
    case isJobTooLarge
  }
}
