import Basics

// `--job-timeout`: how long a job may take over all its attempts.
extension RunState {
  /// How long the job may go on after this time; zero or negative: its time is over. `nil`: as long
  /// as it needs.
  ///
  /// Its time begins with its first attempt. Gaps in which the program stood still do not count, nor
  /// does what came before the last refusal or outage, while these used up no attempt: such a job was
  /// not slow.
  func timeLeft(_ budget: RetryBudget, at now: MonotonicInstant) -> Duration? {
    guard let longest = rules.jobTimeout, let begunAt = budget.begunAt else { return nil }
    return longest - begunAt.duration(to: time.running(at: now))
  }

  /// The attempt was ended because the job's time was over, or it could not start any more.
  func isOutOfTime(_ failure: Failure, _ budget: RetryBudget, at now: MonotonicInstant) -> Bool {
    failure.kind == .timeout && !hasTime(budget, at: now)
  }

  /// An attempt that starts then can be worth its money. The transport measures gaps itself, to a
  /// fraction of a second, so an attempt that it ended at the job's deadline may seem to have ended
  /// just before.
  func hasTime(_ budget: RetryBudget, at start: MonotonicInstant) -> Bool {
    guard let left = timeLeft(budget, at: start), let longest = rules.jobTimeout else {
      return true
    }
    return left > min(longest / 10, .seconds(1))
  }

  /// The job's time is over. That says nothing about the service.
  mutating func outOfTime(
    _ attempt: InFlightAttempt, _ budget: RetryBudget, after last: String, at now: MonotonicInstant
  ) -> JobDecision {
    outage.probeEnded(attempt.id)
    putOffBalanceProbe(after: attempt, at: now)
    return fail(jobTimeout(after: last), budget)
  }

  /// `last`: the label of the last attempt's end.
  func jobTimeout(after last: String) -> Failure {
    let longest = (rules.jobTimeout ?? .zero).words
    return Failure(
      kind: .jobTimeout,
      message: "no usable answer within \(longest) (--job-timeout); the last attempt: \(last)")
  }
}
