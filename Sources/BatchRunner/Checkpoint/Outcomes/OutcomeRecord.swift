package import Basics

/// How a job ended for good, or an answer that cannot be used: what becomes one line.
package struct OutcomeRecord: Sendable {
  package var job: Job
  /// Unique in the run directory.
  package var attempt: AttemptID
  package var attempts: Int
  package var latencyMilliseconds: Int
  package var endedAt: WallTime
  /// `nil`: none came.
  package var response: Response?
  /// `nil`: the response says it all.
  package var failure: Failure?
  /// What is special about the answer.
  package var flags: AnswerFlags
  /// How often the model was shown an answer that does not fit.
  package var corrections = 0
  /// The label that the answer names; `nil`: none was expected.
  package var label: String?
  /// What the answer cost; `nil`: there is none, or its cost is not known.
  package var cost: Money?

  package init(
    job: Job, attempt: AttemptID, attempts: Int, latencyMilliseconds: Int, endedAt: WallTime,
    response: Response?, failure: Failure?, flags: AnswerFlags = []
  ) {
    self.job = job
    self.attempt = attempt
    self.attempts = attempts
    self.latencyMilliseconds = latencyMilliseconds
    self.endedAt = endedAt
    self.response = response
    self.failure = failure
    self.flags = flags
  }
}
