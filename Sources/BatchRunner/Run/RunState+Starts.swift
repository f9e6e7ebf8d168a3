import Basics

// Steps 1 to 3 of an attempt: which job may start, permits, the journal, and sending.
extension RunState {
  /// The job that would start now if there were a permit for it.
  private enum Candidate {
    /// The first job of ``ready``.
    case new
    /// A job of ``retries``.
    case retry(RetryBudget)
    /// A job of ``heldBack``.
    case heldBack(RetryBudget)
  }

  /// Set while only one request may start: a probe in an outage or of the balance, or a job that is
  /// tried alone. `from`: when it may start; `nil` while it is in flight.
  private var probeOnly: (from: MonotonicInstant?, probe: InFlightAttempt.Probe)? {
    switch balance.state {
    case .empty(let probeAt): return (probeAt, .isBalanceBack)
    case .probing: return (nil, .isBalanceBack)
    case .enough: break
    }
    if outage.since != nil { return (outage.probeAt, .isServiceBack) }
    if isTestingJob { return (nil, .isJobTooLarge) }
    guard inFlight.isEmpty, isFirstAfterPause || nothingElseIsLeft,
      heldBack.testable(successes: successes, nothingElse: nothingElseIsLeft) != nil
    else { return nil }
    return (pausedUntil ?? MonotonicInstant(nanoseconds: 0), .isJobTooLarge)
  }

  /// A new job may start: it fits under the spending cap, and not too many jobs wait.
  private var hasNew: Bool {
    guard retries.count + heldBack.count < rules.retryBacklog else { return false }
    return ready.first.map { spending.admits($0.ceiling) } ?? false
  }

  /// No job can start but those that are held back.
  private var nothingElseIsLeft: Bool {
    retries.isEmpty && (ready.isAtEnd || (ready.count > 0 && !hasNew))
  }

  /// When the run itself allows the next start; the limiter may still ask for a later time. `nil`:
  /// an event must come first.
  private func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    guard halt == nil, !isCheckingKey, !retries.isEmpty || !heldBack.isEmpty || ready.count > 0
    else { return nil }
    var earliest = now
    if let probeOnly {
      guard let from = probeOnly.from else { return nil }
      earliest = max(earliest, from)
    }
    if let settlesAt { earliest = max(earliest, settlesAt) }
    if let pausedUntil { earliest = max(earliest, pausedUntil) }
    return earliest
  }

  /// Chooses the job that starts next; call it only when ``earliestStart(at:)`` is reached. `nil`:
  /// no retry is ready, and no new job fits under the spending cap.
  private func candidate(at now: MonotonicInstant) -> Candidate? {
    let new: Candidate? = hasNew ? .new : nil
    // A probe does not wait for its job's own backoff. In an outage it takes a new job if it can:
    // the waiting jobs may be the few that the server cannot answer.
    switch probeOnly?.probe {
    case .isServiceBack:
      return new ?? retries.probe(ofBalance: false).map(Candidate.retry)
        ?? heldBack.any.map(Candidate.heldBack)
    case .isBalanceBack:
      return retries.probe(ofBalance: true).map(Candidate.retry) ?? new
        ?? heldBack.any.map(Candidate.heldBack)
    case .isJobTooLarge:
      return heldBack.testable(successes: successes, nothingElse: nothingElseIsLeft)
        .map(Candidate.heldBack)
    case nil:
      if let first = retries.first, let readyAt = retries.firstReady, readyAt <= now {
        return .retry(first)
      }
      return heldBack.calm(inFlight: inFlight.count, nothingElse: nothingElseIsLeft)
        .map(Candidate.heldBack) ?? new
    }
  }

  // MARK: Asking for permits

  /// Orders to read ahead, and to ask the limiter for as many permits as can be used now.
  mutating func requestMorePermits(at now: MonotonicInstant) {
    guard halt == nil else { return }
    if !isReading, !ready.isComplete, ready.count <= Self.readAheadThreshold {
      isReading = true
      orders.append(.readJobs)
    }
    if inFlight.isEmpty, retries.isEmpty, heldBack.isEmpty, let next = ready.first {
      haltIfOverCap(next.ceiling)
    }
    guard requestedPermits == 0, let start = earliestStart(at: now) else { return }
    guard start <= now else { return wake(at: start) }
    guard let candidate = candidate(at: now) else {
      // A retry becomes ready later. Or a new job does not fit under the cap yet: a request in
      // flight may cost less than its ceiling, and its end leads here again.
      if let firstReady = retries.firstReady, firstReady > now { wake(at: firstReady) }
      return
    }
    switch candidate {
    case .retry(let budget) where !spending.admits(budget.ceiling),
      .heldBack(let budget) where !spending.admits(budget.ceiling):
      guard inFlight.isEmpty else { return }
      // A better answer is too expensive now, and will be later. The other jobs go on.
      guard budget.earlier == nil else { return stopAskingAgain(budget, at: now) }
      haltIfOverCap(budget.ceiling)
      return
    case .new, .retry, .heldBack: break
    }
    let startable = ready.count + retries.count + heldBack.count
    requestedPermits = probeOnly == nil ? min(Self.maxPermitsAtOnce, startable) : 1
    orders.append(.askForPermits(requestedPermits))
    if let until = rules.until { wake(at: until) }
  }

  /// Limits how many starts are journaled together, so that the first one does not wait for long.
  private static let maxPermitsAtOnce = 64
  /// More jobs are read when no more than this many are left.
  private static let readAheadThreshold = 32

  /// Orders a tick at this time, or at the time of `--until` if that is earlier.
  private mutating func wake(at time: MonotonicInstant) {
    orders.append(.wake(at: min(time, rules.until ?? time)))
  }

  /// Halts if the next attempt does not fit under the spending cap. Called only while no attempt is
  /// in flight, since the end of one could make room.
  private mutating func haltIfOverCap(_ nextCeiling: AttemptCeiling) {
    if let halt = spending.halt(before: nextCeiling) { stop(halt) }
  }

  // MARK: Using permits

  /// Starts an attempt with each permit; a permit that cannot be used any more is returned.
  ///
  /// Everything is checked again, since the run may have changed while it waited for the permits.
  mutating func usePermits(_ permits: [Permit], at now: MonotonicInstant) {
    requestedPermits = 0
    checkTime(at: now)
    var starts: [Start] = []
    for permit in permits {
      guard let from = earliestStart(at: now), from <= now, let candidate = candidate(at: now),
        let attempt = begin(candidate, with: permit, at: now)
      else {
        changes.append(.returnPermit(permit))
        continue
      }
      if let job = attempt.job {
        starts.append(Start(attempt: attempt.id, job: job, sent: attempt.budget.sent))
      } else {
        orders.append(.readAgain(attempt.id, attempt.budget.place))
      }
    }
    if !starts.isEmpty { orders.append(.journalStarts(starts)) }
  }

  /// Puts the candidate in flight; `nil`: a retry does not fit under the spending cap now.
  private mutating func begin(
    _ candidate: Candidate, with permit: Permit, at now: MonotonicInstant
  ) -> InFlightAttempt? {
    let probe = probeOnly?.probe
    let job: Job?
    var budget: RetryBudget
    switch candidate {
    case .new:
      guard let first = ready.popFirst() else { return nil }
      job = first
      budget = RetryBudget(place: first.place, ceiling: first.ceiling)
    case .retry(let first):
      guard spending.admits(first.ceiling),
        let taken = probe == nil
          ? retries.takeFirst() : retries.takeProbe(ofBalance: probe == .isBalanceBack)
      else { return nil }
      job = nil
      budget = taken
    case .heldBack(let first):
      guard spending.admits(first.ceiling) else { return nil }
      heldBack.remove(first.place)
      job = nil
      budget = first
    }
    lastAttempt += 1
    if probe != nil { budget.lastProbe = lastAttempt }
    budget.successesAtStart = budget.successesAtStart ?? streak.successes
    if rules.jobTimeout != nil { budget.begunAt = budget.begunAt ?? time.running(at: now) }
    var attempt = InFlightAttempt(
      id: AttemptID(lastAttempt), job: job, budget: budget, permit: permit, startedAt: now,
      probe: probe)
    attempt.isAloneAfterPause =
      probe == .isJobTooLarge || (isFirstAfterPause && inFlight.isEmpty)
    isFirstAfterPause = false
    attempt.stoodStillBefore = time.stoodStill
    inFlight[attempt.id] = attempt
    spending.start(attempt.id, ceiling: budget.ceiling)
    switch probe {
    case .isServiceBack: outage.probeStarted()
    case .isBalanceBack: balance.probeStarted()
    case .isJobTooLarge: isTestingJob = true
    case nil: break
    }
    return attempt
  }

  // MARK: Reading jobs

  mutating func jobsRead(_ jobs: [Job], isEnd: Bool) {
    isReading = false
    ready.append(jobs, isEnd: isEnd)
  }

  /// A retry's job is there again, so its start can be journaled.
  mutating func jobReadAgain(_ attempt: AttemptID, _ job: Job) {
    guard let budget = inFlight[attempt]?.budget else {
      preconditionFailure("the job of attempt \(attempt.number) was read, but it is not in flight")
    }
    var job = job
    job.apply(budget.edits)
    inFlight[attempt]?.job = job
    orders.append(.journalStarts([Start(attempt: attempt, job: job, sent: budget.sent)]))
  }

  /// Halts the run. `attempt`: the retry that cannot be made; `nil`: reading ahead failed.
  mutating func jobUnreadable(_ attempt: AttemptID?, _ error: JobReaderError) {
    if let attempt { withdraw(attempt) } else { isReading = false }
    switch error {
    case .changed(let change): stop(.jobFileChanged(change))
    case .file(let error): stop(.diskFailed(error))
    }
  }

  // MARK: Sending

  /// The attempts' starts are in the journal, so their requests may leave. The ``Gate`` still stops
  /// them if the run has halted meanwhile.
  mutating func send(_ attempts: [AttemptID], at now: MonotonicInstant) {
    orders.append(
      .send(
        attempts.map {
          let job = job(of: $0)
          return Request(
            attempt: $0, body: settings.asksForStreams ? StreamRequest.asking(job.body) : job.body,
            idempotencyKey: idempotencyKey(of: job, $0),
            isProbe: inFlight[$0]?.probe == .isBalanceBack,
            limit: inFlight[$0].flatMap { timeLeft($0.budget, at: now) })
        }))
  }

  /// The same for every attempt at a job, also in later sessions; `nil`: none is sent. A request for
  /// a better answer is another request: with the same key the server would give the same answer.
  private func idempotencyKey(of job: Job, _ attempt: AttemptID) -> String? {
    guard settings.sendsIdempotencyKey else { return nil }
    let id = XXHash64.hash(job.id).hexDigits
    let replaced = inFlight[attempt]?.budget.replaced ?? 0
    return "nightshift-\(settings.runIDs[job.place.file])-\(id)-\(job.fingerprint)"
      + (replaced > 0 ? "-\(replaced)" : "")
  }

  /// Removes an attempt that could not be sent, and returns its permit.
  mutating func withdraw(_ attempt: AttemptID) {
    guard let state = inFlight.removeValue(forKey: attempt) else {
      preconditionFailure("attempt \(attempt.number) was withdrawn, but is not in flight")
    }
    spending.end(attempt, .nothing)
    if state.budget.earlier != nil { withdrawn.append(state.budget) }
    if state.probe != nil { endProbe() }
    changes.append(.returnPermit(state.permit))
  }
}
