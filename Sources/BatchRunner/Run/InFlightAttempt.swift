import Basics

/// An attempt under way.
package struct InFlightAttempt: Sendable {
  let id: AttemptID
  /// Of a retry it is read again first; `nil` until then.
  var job: Job?
  var budget: RetryBudget
  let permit: Permit
  let startedAt: MonotonicInstant
  let probe: Probe?
  var hasLeft = false

  /// What an attempt is to find out.
  enum Probe: Sendable { case isServiceBack, isBalanceBack }
}
