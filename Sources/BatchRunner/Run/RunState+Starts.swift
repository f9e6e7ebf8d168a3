import Basics

extension RunState {
  /// What could start now, if there were a permit for it.
  private enum Candidate {
    case new
    case retry(RetryBudget)
  }

  /// Outage and empty balance let only a probe through: from when, `nil` while it is under way.
  private var hold: (from: MonotonicInstant?, probe: InFlightAttempt.Probe)? {
    switch balance.state {
    case .empty(let probeAt): (probeAt, .isBalanceBack)
    case .probing: (nil, .isBalanceBack)
    case .enough: outage.since == nil ? nil : (outage.probeAt, .isServiceBack)
    }
  }

  /// When something may start at the earliest, as far as the run itself can tell; `nil`: first
  /// something must be heard.
  private func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    guard halt == nil, !isCheckingKey, !retries.isEmpty || ready.count > 0 else { return nil }
    var earliest = now
    if let hold {
      guard let from = hold.from else { return nil }
      earliest = max(earliest, from)
    }
    if let settlesAt { earliest = max(earliest, settlesAt) }
    if let pausedUntil { earliest = max(earliest, pausedUntil) }
    return earliest
  }

  /// Chooses what starts next at a moment when something may.
  private func candidate(at now: MonotonicInstant) -> Candidate? {
    let retryIsReady = retries.firstReady.map { $0 <= now } ?? false
    let newFits = ready.first.map { spending.admits($0.ceiling) } ?? false
    let takesNew = newFits && retries.count < rules.retryBacklog
    // A probe does not wait for its job's own backoff. In an outage it is rather a job that was not
    // tried yet: the waiting ones may be the very few that the server cannot answer.
    let takesRetry: Bool
    switch hold?.probe {
    case nil: takesRetry = retryIsReady
    case .isServiceBack: takesRetry = !retries.isEmpty && !takesNew
    case .isBalanceBack: takesRetry = !retries.isEmpty
    }
    guard takesRetry else { return takesNew ? .new : nil }
    return (hold?.probe == .isBalanceBack ? retries.probe : retries.first).map(Candidate.retry)
  }

  // MARK: Asking for permits

  /// Reads ahead, and asks for as many permits as could be used now.
  mutating func askForMore(at now: MonotonicInstant) {
    guard halt == nil else { return }
    if !isReading, !ready.isComplete, ready.count <= Self.fewReady {
      isReading = true
      orders.append(.readJobs)
    }
    if inFlight.isEmpty, retries.isEmpty, let next = ready.first { checkCost(next.ceiling) }
    guard asked == 0, let start = earliestStart(at: now) else { return }
    guard start <= now else { return wake(at: start) }
    guard let candidate = candidate(at: now) else {
      // Nothing fits or nothing is ready: what is in flight may turn out cheaper.
      if let firstReady = retries.firstReady, firstReady > now { wake(at: firstReady) }
      return
    }
    if case .retry(let budget) = candidate, !spending.admits(budget.ceiling) {
      if inFlight.isEmpty { checkCost(budget.ceiling) }
      return
    }
    asked = hold == nil ? min(Self.mostAtOnce, ready.count + retries.count) : 1
    orders.append(.askForPermits(asked))
    if let until = rules.until { wake(at: until) }
  }

  /// Starts handed out together, so that the first is not held up by the rest.
  private static let mostAtOnce = 64
  /// So few jobs at hand, and more are read.
  private static let fewReady = 32

  private mutating func wake(at moment: MonotonicInstant) {
    orders.append(.wake(at: min(moment, rules.until ?? moment)))
  }

  private mutating func checkCost(_ next: Money) {
    if let halt = spending.halt(before: next) { stop(halt) }
  }

  // MARK: Using them

  mutating func assign(_ permits: [Permit], at now: MonotonicInstant) {
    asked = 0
    checkTime(at: now)
    var starts: [Start] = []
    for permit in permits {
      guard let from = earliestStart(at: now), from <= now, let candidate = candidate(at: now),
        let attempt = begin(candidate, with: permit, at: now)
      else {
        changes.append(.giveBack(permit))
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

  /// `nil`: it does not fit under the cap now.
  private mutating func begin(
    _ candidate: Candidate, with permit: Permit, at now: MonotonicInstant
  ) -> InFlightAttempt? {
    let probe = hold?.probe
    let job: Job?
    let budget: RetryBudget
    switch candidate {
    case .new:
      guard let first = ready.popFirst() else { return nil }
      job = first
      budget = RetryBudget(place: first.place, ceiling: first.ceiling)
    case .retry(let first):
      guard spending.admits(first.ceiling),
        let taken = probe == .isBalanceBack ? retries.takeProbe() : retries.takeFirst()
      else { return nil }
      job = nil
      budget = taken
    }
    lastAttempt += 1
    let attempt = InFlightAttempt(
      id: AttemptID(lastAttempt), job: job, budget: budget, permit: permit, startedAt: now,
      probe: probe)
    inFlight[attempt.id] = attempt
    spending.start(attempt.id, ceiling: budget.ceiling)
    switch probe {
    case .isServiceBack: outage.probeStarted()
    case .isBalanceBack: balance.probeStarted()
    case nil: break
    }
    return attempt
  }

  mutating func jobsRead(_ jobs: [Job], isEnd: Bool) {
    isReading = false
    ready.append(jobs, isEnd: isEnd)
  }

  mutating func jobReadAgain(_ attempt: AttemptID, _ job: Job) {
    guard let budget = inFlight[attempt]?.budget else {
      preconditionFailure("job of attempt \(attempt.number) was read, which is not in flight")
    }
    inFlight[attempt]?.job = job
    orders.append(.journalStarts([Start(attempt: attempt, job: job, sent: budget.sent)]))
  }

  mutating func jobUnreadable(_ attempt: AttemptID?, _ error: JobReaderError) {
    if let attempt { withdraw(attempt) } else { isReading = false }
    switch error {
    case .changed(let change): stop(.jobFileChanged(change))
    case .file(let error): stop(.diskFailed(error))
    }
  }

  mutating func send(_ attempts: [AttemptID]) {
    orders.append(
      .send(
        attempts.map {
          let job = job(of: $0)
          return Request(
            attempt: $0, body: job.body, idempotencyKey: idempotencyKey(of: job),
            isProbe: inFlight[$0]?.probe == .isBalanceBack)
        }))
  }

  private func idempotencyKey(of job: Job) -> String? {
    guard settings.sendsIdempotencyKey else { return nil }
    let id = XXHash64.hash(job.id).hexDigits
    return "nightshift-\(settings.runIDs[job.place.file])-\(id)-\(job.fingerprint)"
  }

  /// An attempt was not made after all.
  mutating func withdraw(_ attempt: AttemptID) {
    guard let state = inFlight.removeValue(forKey: attempt) else {
      preconditionFailure("attempt \(attempt.number) was withdrawn, but is not in flight")
    }
    spending.end(attempt, .nothing)
    if state.probe != nil { endProbe() }
    changes.append(.giveBack(state.permit))
  }
}
