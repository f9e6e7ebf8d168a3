import Basics

// Step 4 of an attempt that was in flight while the program stood still: stopped, frozen, or on a
// machine that slept.
extension RunState {
  /// So often a job is excused. More gaps than that in the time of one job are no accident, and each
  /// of the attempts may have been paid for.
  private static let mostExcuses = 20

  /// The attempt timed out, or its connection broke, at a gap or soon after: nobody's fault.
  func isExcused(_ end: AttemptEnd, _ budget: RetryBudget) -> Bool {
    budget.excused < Self.mostExcuses && end.isBroken && time.isNearGap(end.reply.endedAt)
  }

  /// The job is tried again after a short wait, and no attempt is used up. An outage that is on
  /// already goes on; otherwise this says nothing about the service.
  mutating func excused(
    _ failure: Failure, _ trouble: Diagnosis.Trouble, _ attempt: InFlightAttempt,
    _ budget: RetryBudget, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) -> JobDecision {
    var budget = budget
    budget.excused += 1
    if outage.since != nil {
      outage.fault(
        failure, trouble, of: budget.place, wasProbe: isProbe(attempt), earliest: nil, at: now,
        backoff: rules.backoff, using: &generator)
    }
    putOffBalanceProbe(after: attempt, at: now)
    guard halt == nil else { return .leave }
    let wait = rules.backoff.wait(afterFailures: 1, using: &generator)
    return retry(budget, readyAt: now + wait, why: failure.label)
  }
}

extension AttemptEnd {
  /// The attempt ended without a whole response, because time was up or the connection broke.
  fileprivate var isBroken: Bool {
    switch reply.result {
    case .success(let response): response.streamProblem == Response.brokenStream
    case .failure(let error):
      switch error.kind {
      case .connectionFailed, .tls, .timeout, .malformed: true
      case .tooLarge, .unknownEncoding, .held, .cancelled: false
      }
    }
  }
}
