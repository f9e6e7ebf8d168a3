import Basics

// Step 1 of an attempt: which job starts next.
extension RunState {
  /// The job that would start now if there were a permit for it.
  enum Candidate {
    /// The first job of ``ready`` with the permit's model.
    case new
    /// A job of ``setAside``.
    case setAside(JobsSetAside.Entry)
    /// A job of ``retries``.
    case retry(RetryBudget)
    /// A job of ``heldBack``.
    case heldBack(RetryBudget)
  }

  /// Set while only one request may start: a probe in an outage or of the balance, or a job that is
  /// tried alone. `from`: when it may start; `nil` while it is in flight.
  func probeOnly(
    at now: MonotonicInstant
  ) -> (from: MonotonicInstant?, probe: InFlightAttempt.Probe)? {
    switch balance.state {
    case .empty(let probeAt): return (probeAt, .isBalanceBack)
    case .probing: return (nil, .isBalanceBack)
    case .enough: break
    }
    if outage.since != nil { return (outage.probeAt, .isServiceBack) }
    if isTestingJob { return (nil, .isJobTooLarge) }
    return inFlight.isEmpty && testable(at: now) != nil ? (now, .isJobTooLarge) : nil
  }

  /// The job that is tried alone next: the first start of its model after a pause, or the only one
  /// that is left.
  func testable(at now: MonotonicInstant) -> RetryBudget? {
    if heldBack.isEmpty { return nil }
    let nothingElse = nothingElseIsLeft
    let waiting = waits.waiting(at: now)
    return heldBack.testable(successes: successes, nothingElse: nothingElse) {
      (nothingElse || waits.isUntried($0.model)) && !waiting.contains($0.model)
    }
  }

  /// A new job may start: not too many jobs wait.
  var hasRoomForNew: Bool { retries.count + heldBack.count < rules.retryBacklog }

  /// Some new job may start and fits under the spending cap.
  var hasNew: Bool {
    guard hasRoomForNew else { return false }
    return setAside.demand.contains { admits(setAside.first(of: $0.model)?.ceiling) }
      || admits(ready.first?.ceiling)
  }

  func admits(_ ceiling: AttemptCeiling?) -> Bool {
    ceiling.map(spending.admits) ?? false
  }

  /// No job can start but those that are held back.
  var nothingElseIsLeft: Bool {
    retries.isEmpty
      && ((ready.isAtEnd && setAside.isEmpty) || (ready.count + setAside.count > 0 && !hasNew))
  }

  /// When the run itself allows the next start; the limiter may still ask for a later time. `nil`:
  /// an event must come first.
  func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    guard halt == nil, !isCheckingKey, isAnythingToStart else { return nil }
    var earliest = now
    if let probeOnly = probeOnly(at: now) {
      guard let from = probeOnly.from else { return nil }
      earliest = max(earliest, from)
    }
    if let settlesAt { earliest = max(earliest, settlesAt) }
    return earliest
  }

  var isAnythingToStart: Bool {
    !retries.isEmpty || !heldBack.isEmpty || !setAside.isEmpty || ready.count > 0
  }

  /// Chooses the job of this model that starts next; call it only when ``earliestStart(at:)`` is
  /// reached. `nil`: no retry is ready, and no new job fits under the spending cap.
  func candidate(
    of model: String, for probe: InFlightAttempt.Probe?, at now: MonotonicInstant
  ) -> Candidate? {
    guard !waits.waiting(at: now).contains(model) else { return nil }
    let new = newCandidate(of: model)
    let held = { heldBack.all.first { $0.model == model }.map(Candidate.heldBack) }
    let turnedAway = {
      heldBack.turnedAway.first { $0.model == model }.map(Candidate.heldBack)
    }
    let probes = { (ofBalance: Bool) in
      retries.probes(ofBalance: ofBalance).first { $0.model == model }.map(Candidate.retry)
    }
    // A probe does not wait for its job's own backoff. In an outage it takes a new job if it can:
    // the waiting jobs may be the few that the server cannot answer.
    switch probe {
    case .isServiceBack: return new ?? probes(false) ?? held()
    case .isBalanceBack:
      let probe = probes(true)
      if case .retry(let budget) = probe, budget.metEmptyBalance { return probe }
      return turnedAway() ?? probe ?? new ?? held()
    case .isJobTooLarge:
      return testable(at: now).flatMap { $0.model == model ? .heldBack($0) : nil }
    case nil:
      if let first = retries.first(of: model), first.readyAt <= now { return .retry(first.budget) }
      return calm(at: now) { $0 == model }.map(Candidate.heldBack) ?? new
    }
  }

  /// What the candidate, of this model, counts at most.
  func ceiling(of candidate: Candidate, _ model: String) -> AttemptCeiling {
    switch candidate {
    case .new: ready.first(of: model)?.ceiling ?? .zero
    case .setAside(let entry): entry.ceiling
    case .retry(let budget), .heldBack(let budget): budget.ceiling
    }
  }

  /// A job that was never tried.
  func newCandidate(of model: String) -> Candidate? {
    guard hasRoomForNew else { return nil }
    if let first = setAside.first(of: model) {
      return admits(first.ceiling) ? .setAside(first) : nil
    }
    return admits(ready.first(of: model)?.ceiling) ? .new : nil
  }

  func calm(
    at now: MonotonicInstant, _ isWanted: (String) -> Bool
  ) -> RetryBudget? {
    if heldBack.isEmpty { return nil }
    let waiting = waits.waiting(at: now)
    return heldBack.calm(inFlight: inFlight.count, nothingElse: nothingElseIsLeft) {
      isWanted($0.model) && !waiting.contains($0.model)
    }
  }

  /// The job that would start first, if it is one that was tried before.
  func firstWaiting(
    for probe: InFlightAttempt.Probe?, at now: MonotonicInstant
  ) -> RetryBudget? {
    let waiting = waits.waiting(at: now)
    let mayStart = { (budget: RetryBudget) in !waiting.contains(budget.model) }
    switch probe {
    case .isJobTooLarge: return testable(at: now)
    case .isBalanceBack: return retries.probes(ofBalance: true).first(where: mayStart)
    case .isServiceBack:
      return hasNew ? nil : retries.probes(ofBalance: false).first(where: mayStart)
    case nil:
      let ready = retries.demand(at: now).lazy.compactMap { retries.first(of: $0.model)?.budget }
      return ready.first(where: mayStart) ?? calm(at: now) { _ in true }
    }
  }

  /// The job does not fit under the spending cap. A better answer that is too expensive now will be
  /// later, and the other jobs go on.
  mutating func giveUp(_ budget: RetryBudget, at now: MonotonicInstant) {
    if budget.earlier != nil {
      stopAskingAgain(budget, at: now)
    } else {
      haltIfOverCap(budget.ceiling)
    }
  }
}
