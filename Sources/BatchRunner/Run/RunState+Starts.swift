import Basics

// Steps 1 to 3 of an attempt: permits, the journal, and sending. RunState+Candidates chooses the job.
extension RunState {
  // MARK: Asking for permits

  /// Orders to read ahead, and to ask the limiter for as many permits as can be used now.
  mutating func requestMorePermits(at now: MonotonicInstant) {
    guard halt == nil else { return }
    putAside(at: now)
    if !isReading, !ready.isComplete, ready.count <= Self.readAheadThreshold {
      isReading = true
      orders.append(.readJobs)
    }
    if inFlight.isEmpty { haltIfNothingCanStart(at: now) }
    if openRequest != nil, settings.models.count < 2 { return }
    guard let start = earliestStart(at: now) else { return }
    guard start <= now else { return wake(at: start) }
    let probe = probeOnly(at: now)?.probe
    if let first = firstWaiting(for: probe, at: now), !spending.admits(first.ceiling) {
      // It is not overtaken by cheaper ones, since a request in flight may cost less than its ceiling.
      return inFlight.isEmpty ? giveUp(first, at: now) : ()
    }
    let demand = demand(for: probe, at: now)
    // A new job may not fit under the cap yet: then the end of a request in flight leads here again.
    guard !demand.isEmpty else { return wakeForNext(at: now) }
    if let open = openRequest {
      // The limiter must know of a model that could start by now. More of the others can wait.
      let isKnown = { (wanted: Demand) in open.demand.contains { $0.model == wanted.model } }
      guard !demand.allSatisfy(isKnown) else { return }
    }
    let request = PermitRequest(
      demand, upTo: probe == nil ? Self.maxPermitsAtOnce : 1, holdsKnown: waits.holdsNumber,
      number: lastRequest + 1)
    lastRequest += 1
    openRequest = request
    orders.append(.askForPermits(request))
    wakeForNext(at: now)
  }

  /// Limits how many starts are journaled together, so that the first one does not wait for long.
  private static let maxPermitsAtOnce = 64
  /// More jobs are read when no more than this many are left.
  private static let readAheadThreshold = 32

  /// Jobs that were read and whose models wait make room for those of other models.
  private mutating func putAside(at now: MonotonicInstant) {
    let waiting = waits.waiting(at: now)
    guard !waiting.isNothing, waits.isAnyFree(besides: waiting) else { return }
    setAside.add(ready.take { waiting.contains($0.model) })
  }

  /// What could start now, in the order in which it should.
  private func demand(
    for probe: InFlightAttempt.Probe?, at now: MonotonicInstant
  ) -> [Demand] {
    var demand: [Demand] = []
    let waiting = waits.waiting(at: now)
    /// With limits of tokens only the jobs whose `ceilings` are known here are asked for.
    func want(_ model: String, _ count: Int, _ ceilings: () -> [AttemptCeiling]) {
      guard !waiting.contains(model) else { return }
      if rules.plan.countsTokens {
        let tokens = ceilings().map(tokens)
        demand.add(model, tokens.count, tokens: tokens)
      } else {
        demand.add(model, count)
      }
    }
    func want(_ budget: RetryBudget) { want(budget.model, 1) { [budget.ceiling] } }
    switch probe {
    case .isJobTooLarge: if let job = testable(at: now) { want(job) }
    case .isBalanceBack:
      let probes = retries.probes(ofBalance: true)
      for budget in probes where budget.metEmptyBalance { want(budget) }
      for budget in heldBack.turnedAway { want(budget) }
      for budget in probes where !budget.metEmptyBalance { want(budget) }
      wantNew(want)
      for budget in heldBack.all where !budget.metEmptyBalance { want(budget) }
    case .isServiceBack:
      wantNew(want)
      for budget in retries.probes(ofBalance: false) { want(budget) }
      for budget in heldBack.all { want(budget) }
    case nil:
      for wanted in retries.demand(at: now) {
        want(wanted.model, wanted.count) {
          retries.first(of: wanted.model).map { [$0.budget.ceiling] } ?? []
        }
      }
      if let calm = calm(at: now, { _ in true }) {
        want(calm.model, heldBack.count) { [calm.ceiling] }
      }
      wantNew(want)
    }
    return demand
  }

  /// What an attempt counts against limits of tokens; 0 without such limits.
  func tokens(_ ceiling: AttemptCeiling) -> Int {
    rules.plan.countsTokens ? ceiling.weight.tokens(usualOut: tally.usualOut) : 0
  }

  /// The jobs that were never tried, in the order of the files.
  private func wantNew(_ want: (String, Int, () -> [AttemptCeiling]) -> Void) {
    guard hasRoomForNew else { return }
    for wanted in setAside.demand where admits(setAside.first(of: wanted.model)?.ceiling) {
      want(wanted.model, wanted.count) {
        setAside.ceilings(of: wanted.model, upTo: Self.maxPermitsAtOnce)
      }
    }
    // A job that does not fit under the spending cap now is not overtaken by cheaper ones.
    if rules.plan.countsTokens {
      for job in ready.left.prefix(while: { spending.admits($0.ceiling) }) {
        want(job.model, 1) { [job.ceiling] }
      }
    } else {
      for wanted in ready.demand(while: spending.admits) { want(wanted.model, wanted.count) { [] } }
    }
  }

  /// Orders a tick at this time, or at the time of `--until` if that is earlier.
  private mutating func wake(at time: MonotonicInstant) {
    orders.append(.wake(at: min(time, rules.until ?? time)))
  }

  /// Orders a tick for when a retry becomes ready or a model's wait ends.
  private mutating func wakeForNext(at now: MonotonicInstant) {
    let retryReady = retries.nextReady(after: now)
    let waitEnds = waits.nextEnd(after: now)
    if let next = [retryReady, waitEnds, rules.until].lazy.compactMap({ $0 }).min() {
      wake(at: next)
    }
  }

  /// The models of all jobs that were read and are not in flight.
  var modelsLeft: Set<String> {
    Set(retries.models).union(ready.left.map(\.model)).union(setAside.demand.map(\.model))
      .union(heldBack.all.map(\.model))
  }

  /// Halts if the next attempt does not fit under the spending cap, or if all that is left waits for
  /// a limit that resets too late. Called only while no attempt is in flight, since the end of one
  /// could make room.
  private mutating func haltIfNothingCanStart(at now: MonotonicInstant) {
    if retries.isEmpty, heldBack.isEmpty,
      let next = setAside.demand.first.flatMap({ setAside.first(of: $0.model)?.ceiling })
        ?? ready.first?.ceiling
    {
      haltIfOverCap(next)
    }
    haltIfAllWait(at: now)
  }

  private mutating func haltIfAllWait(at now: MonotonicInstant) {
    guard isAnythingToStart, ready.isComplete || !waits.isAnyFree(besides: waits.waiting(at: now))
    else { return }
    guard let reset = waits.reset(of: modelsLeft, longest: rules.maxOutage, at: now) else { return }
    let wait = now.duration(to: reset.until)
    stop(
      .limitResetsLater(
        in: wait, at: wall(at: now) + wait, message: reset.message, models: reset.models))
  }

  mutating func haltIfOverCap(_ nextCeiling: AttemptCeiling) {
    if let halt = spending.halt(before: nextCeiling) { stop(halt) }
  }

  // MARK: Using permits

  mutating func limiterAnswered(_ answer: PermitAnswer, at now: MonotonicInstant) {
    openRequest = nil
    if let holds = answer.holds {
      waits.learn(holds, number: answer.holdsNumber)
      tell(holds.daily, at: now)
    }
    usePermits(answer.permits, at: now)
  }

  /// Tells the user that a limit of a day is used up; once, also if it is again a little later when
  /// the next few starts of the day before have aged out of it.
  private mutating func tell(_ wait: DailyWait?, at now: MonotonicInstant) {
    guard let wait, wait.until > now + .seconds(60),
      wait.kind != dailyWaitNoticed?.kind
        || dailyWaitNoticed.map({ wait.until > $0.until + .seconds(3600) }) ?? true
    else { return }
    dailyWaitNoticed = wait
    notices.append(.dailyLimit(wait, next: wall(at: now) + now.duration(to: wait.until)))
  }

  /// Starts an attempt with each permit; a permit that cannot be used any more is returned.
  ///
  /// Everything is checked again, since the run may have changed while it waited for the permits.
  private mutating func usePermits(_ permits: [Permit], at now: MonotonicInstant) {
    checkTime(at: now)
    var starts: [Start] = []
    for permit in permits {
      let probe = probeOnly(at: now)?.probe
      guard let from = earliestStart(at: now), from <= now,
        let candidate = candidate(of: permit.model, for: probe, at: now),
        tokens(ceiling(of: candidate, permit.model)) <= permit.tokens,
        let attempt = begin(candidate, with: permit, probe, at: now)
      else {
        changes.append(.returnPermit(permit))
        continue
      }
      let tokens = tokens(attempt.budget.ceiling)
      if tokens < permit.tokens { changes.append(.used(permit, tokens: tokens)) }
      if let job = attempt.job {
        starts.append(
          Start(attempt: attempt.id, job: job, sent: attempt.budget.sent, tokens: tokens))
      } else {
        orders.append(.readAgain(attempt.id, attempt.budget.place))
      }
    }
    if !starts.isEmpty { orders.append(.journalStarts(starts)) }
  }

  /// Puts the candidate in flight; `nil`: a retry does not fit under the spending cap now.
  private mutating func begin(
    _ candidate: Candidate, with permit: Permit, _ probe: InFlightAttempt.Probe?,
    at now: MonotonicInstant
  ) -> InFlightAttempt? {
    let model = permit.model
    var job: Job?
    var budget: RetryBudget
    switch candidate {
    case .new:
      guard let first = ready.popFirst(of: model) else { return nil }
      job = first
      budget = RetryBudget(place: first.place, model: model, ceiling: first.ceiling)
    case .setAside(let first):
      _ = setAside.popFirst(of: model)
      budget = RetryBudget(place: first.place, model: model, ceiling: first.ceiling)
    case .retry(let first):
      guard spending.admits(first.ceiling),
        let taken = probe == nil
          ? retries.takeFirst(of: model)
          : retries.takeProbe(ofBalance: probe == .isBalanceBack, of: model)
      else { return nil }
      budget = taken
    case .heldBack(let first):
      guard spending.admits(first.ceiling) else { return nil }
      heldBack.remove(first.place)
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
      probe == .isJobTooLarge || (waits.isUntried(model) && inFlight.isEmpty)
    waits.started(model)
    attempt.stoodStillBefore = time.stoodStill
    inFlight[attempt.id] = attempt
    spending.start(attempt.id, ceiling: budget.ceiling)
    switch probe {
    case .isServiceBack: outage.probeStarted(attempt.id)
    case .isBalanceBack: balance.probeStarted(attempt.id)
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
    orders.append(
      .journalStarts([
        Start(attempt: attempt, job: job, sent: budget.sent, tokens: tokens(budget.ceiling))
      ]))
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
    endProbe(attempt)
    guard let state = inFlight.removeValue(forKey: attempt) else {
      preconditionFailure("attempt \(attempt.number) was withdrawn, but is not in flight")
    }
    spending.end(attempt, .nothing)
    if state.budget.earlier != nil { withdrawn.append(state.budget) }
    changes.append(.returnPermit(state.permit))
  }
}
