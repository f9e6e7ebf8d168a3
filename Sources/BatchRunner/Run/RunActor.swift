package import Basics

/// Carries out the orders of ``RunState`` with the real disk, transport and clock.
///
/// The state decides; this actor acts. Each thing that happens becomes an event for `state.handle`,
/// and the orders that come back are carried out one after the other. Three kinds of order are not
/// waited for: reading jobs, asking for permits, and reading the key again. They run in tasks of
/// their own and end with another event. While an order is being awaited (the disk, the limiter),
/// other events can be handled, so the orders of two events may alternate.
package actor RunActor {
  /// One job file with its run directory.
  package struct Part: Sendable {
    package let jobs: JobFile
    package let checkpoint: Checkpoint

    package init(jobs: JobFile, checkpoint: Checkpoint) {
      self.jobs = jobs
      self.checkpoint = checkpoint
    }
  }

  /// The parts of the program that a run works with, shared with other parts of the process.
  package struct Dependencies: Sendable {
    package var transport: any Transport
    package var limiter: ConcurrencyLimiter
    /// The same gate that the transport asks before it sends.
    package var gate: Gate
    package var keys: KeyRing
    package var clock: any RunClock = SystemRunClock()
    /// How often ``RunActor/tick()`` will be called. A call that comes much later tells that the
    /// program stood still; `nil`: nobody promises to call it.
    package var tickInterval: Duration?
    /// Reads the key's sources again. `refusal`: the reason for the halt if the key is not new. It
    /// may block.
    package var readKey: @Sendable () -> (key: APIKey?, refusal: String)
    /// Gets each notice with its sentence, from which all API keys are removed.
    package var onNotice: @Sendable (Notice, String) -> Void

    package init(
      transport: any Transport, limiter: ConcurrencyLimiter, gate: Gate, keys: KeyRing,
      readKey: @escaping @Sendable () -> (key: APIKey?, refusal: String),
      onNotice: @escaping @Sendable (Notice, String) -> Void
    ) {
      self.transport = transport
      self.limiter = limiter
      self.gate = gate
      self.keys = keys
      self.readKey = readKey
      self.onNotice = onNotice
    }
  }

  private let parts: [Part]
  private let dependencies: Dependencies
  private let feed: JobFeed
  private var state: RunState
  private var reader: ReplyReader
  private var redactor: Redactor
  /// All keys that this run has used; none of them may be shown or stored.
  private var knownKeys: [APIKey]
  private var generator = SystemRandomNumberGenerator()
  /// `nil` until the run begins.
  private var member: ConcurrencyLimiter.Member?
  /// A request for permits is open.
  private var isAsking = false
  /// Sends the next tick that the state asked for.
  private var alarm: Task<Void, Never>?
  /// Notices gaps in which the program stood still; `nil`: it has not begun, or nobody looks at the
  /// clock often enough.
  private var time: RunningTime?
  /// Answers that could not be written to the disk, not even at the last try.
  package private(set) var lost = 0

  package init(
    _ parts: [Part], _ state: RunState, jobs: sending JobSource,
    expecting expectation: Expectation = Expectation(),
    askingAgain: AskingAgain = AskingAgain(), pricing: Pricing,
    in dependencies: Dependencies
  ) {
    self.parts = parts
    self.state = state
    self.dependencies = dependencies
    feed = JobFeed(jobs)
    knownKeys = [dependencies.keys.current.key].compactMap { $0 }
    redactor = Redactor(knownKeys)
    reader = ReplyReader(
      expecting: expectation, askingAgain: askingAgain, pricing: pricing, redactor: redactor)
  }

  /// Runs until no jobs are left, or until the run has halted and all requests in flight have
  /// ended. Returns the reason for a halt; `nil`: all jobs have ended.
  package func run() async -> Halt? {
    member = await dependencies.limiter.join()
    if dependencies.tickInterval != nil { time = RunningTime(at: dependencies.clock.now) }
    await handle(.began)
    for await news in dependencies.transport.news { await process(news) }
    return state.halt
  }

  /// Reads the replies and passes everything that the transport reported together on as one event.
  private func process(_ news: [TransportNews]) async {
    let wall = WallTime.now
    var left: [(AttemptID, at: MonotonicInstant)] = []
    var ends: [AttemptEnd] = []
    for news in news {
      switch news {
      case .left(let attempt, let stamp): left.append((attempt, at: stamp))
      case .ended(let reply):
        ends.append(reader.read(reply, to: state.job(of: reply.attempt), at: wall))
      }
    }
    await handle(.news(left: left, ended: ends, at: wall))
  }

  /// Passes the event to the state and carries out its orders, in their order. If the program stood
  /// still before the event, the state learns that first.
  private func handle(_ event: RunState.Event) async {
    let now = dependencies.clock.now
    var orders: [RunState.Order] = []
    if let interval = dependencies.tickInterval, let gap = time?.look(at: now, due: interval) {
      orders = state.handle(.stoodStill(for: gap), at: now, using: &generator)
    }
    orders += state.handle(event, at: now, using: &generator)
    for order in orders { await carryOut(order) }
  }
}

// MARK: - Calls from outside

extension RunActor {
  /// The first signal starts nothing more, the second drops what is in flight.
  package func interrupt(_ signal: Int32) async {
    await handle(.signal(signal))
  }

  /// Checks the clock and returns the run's progress. To be called a few times per second.
  package func tick() async -> RunProgress {
    await dependencies.limiter.tick()
    await handle(.tick)
    return await progress()
  }

  /// The run's progress at this time.
  package func progress() async -> RunProgress {
    let view = await dependencies.limiter.view()
    return state.progress(view, at: dependencies.clock.now)
  }

  /// The balance address reported this many credits.
  package func creditsReported(_ credits: Double) async {
    await handle(.creditsReported(credits))
  }

  /// Lets no more requests start. Requests in flight are finished.
  package func stop(_ halt: Halt) async {
    await handle(.halted(halt))
  }

  /// Attempts that may have been charged for without a usable answer.
  package var maybePaid: Int { state.maybePaid }
  /// What was spent, by job file, earlier sessions included.
  package var spends: [Spend] { state.spends }
  package var tokenCounts: [String: TokenCount] { state.tokenCounts }
  package var answeredJobs: [String: Int] { state.answeredJobs }

  /// The text without any API key of this run.
  package func redact(_ text: String) -> String {
    redactor.redact(text)
  }
}

// MARK: - Orders

extension RunActor {
  private func carryOut(_ order: RunState.Order) async {
    switch order {
    case .readJobs: startTask { [feed] in await feed.read() }
    case .readAgain(let attempt, let place):
      startTask { [feed] in await feed.readAgain(attempt, place) }
    case .askForPermits(let request): await askForPermits(request)
    case .journalStarts(let starts): await journal(starts)
    case .send(let requests): dependencies.transport.send(requests)
    case .saveOutcomes(let commits, let attempts): await save(commits, of: attempts)
    case .updateLimiter(let changes): await dependencies.limiter.apply(changes)
    case .gate(let change): dependencies.gate.apply(change)
    case .readKeyAgain: readKeyAgain()
    case .notify(let notices): for notice in notices { await publish(notice) }
    case .wake(let time): wake(at: time)
    case .cancelAll: dependencies.transport.cancelAll()
    case .finish(let unsaved, let reopened): await finish(unsaved, reopened)
    }
  }

  /// Starts work that the run does not wait for, and handles the event that it ends with.
  private func startTask(_ work: @escaping @Sendable () async -> RunState.Event) {
    Task { await handle(work()) }
  }

  /// Waits for permits in a task of its own, so that the run goes on meanwhile.
  private func askForPermits(_ request: PermitRequest) async {
    guard let member else { preconditionFailure("permits were asked for before the run began") }
    guard !isAsking else { return await dependencies.limiter.revise(request, for: member) }
    isAsking = true
    startTask { await self.permits(request, for: member) }
  }

  private func permits(
    _ request: PermitRequest, for member: ConcurrencyLimiter.Member
  ) async -> RunState.Event {
    let answer = await dependencies.limiter.permits(request, for: member)
    isAsking = false
    return .limiterAnswered(answer)
  }

  /// Writes the starts to the journal. Only after that does the state order to send the requests,
  /// so after a crash every request that may have left is known.
  private func journal(_ starts: [RunState.Start]) async {
    let attempts = starts.map(\.attempt)
    do throws(FileError) {
      for (part, starts) in Dictionary(grouping: starts, by: \.job.place.file) {
        try await parts[part].checkpoint.begin(starts.map { $0.entry(at: .now) })
      }
    } catch {
      return await handle(.startsNotJournaled(attempts, error))
    }
    await handle(.startsJournaled(attempts))
  }

  /// Writes the outcomes of each job file. A failure is reported for each file, and then the
  /// attempts count as saved, because the state keeps what could not be written.
  private func save(_ commits: [Int: Checkpoint.Commit], of attempts: [AttemptID]) async {
    for (part, commit) in commits {
      do throws(Checkpoint.Unwritten) {
        try await parts[part].checkpoint.commit(commit)
      } catch {
        await handle(.outcomesNotSaved(part: part, rest: error.rest, error.error))
      }
    }
    await handle(.outcomesSaved(attempts))
  }

  /// Reading the key may block, for example while git runs, so it gets a thread of its own.
  private func readKeyAgain() {
    startTask { [dependencies] in
      let (key, refusal) = await BlockingCall.run("nightshift key", dependencies.readKey)
      return await self.adopt(key, refusal)
    }
  }

  /// Puts the key to use if it is new. From then on it is also removed from all texts.
  private func adopt(_ key: APIKey?, _ refusal: String) async -> RunState.Event {
    let isNew = key.map(dependencies.keys.replace(with:)) ?? false
    if isNew, let key {
      knownKeys.append(key)
      redactor = Redactor(knownKeys)
      reader.renew(redactor)
      for part in parts { await part.checkpoint.renew(redactor) }
    }
    return .keyRead(isNew: isNew, message: refusal)
  }

  /// Writes the notice to the journal of every job file, then shows it to the user.
  private func publish(_ notice: Notice) async {
    let sentence = redactor.redact(notice.sentence)
    let now = WallTime.now
    let event = JournalEntry.event(
      kind: notice.kind, text: sentence, pause: notice.pause(from: now), at: now)
    for part in parts {
      do throws(FileError) {
        try await part.checkpoint.note([event])
      } catch {
        await handle(.halted(.diskFailed(error)))
      }
    }
    dependencies.onNotice(notice, sentence)
  }

  private func wake(at time: MonotonicInstant) {
    alarm?.cancel()
    alarm = Task { [clock = dependencies.clock, weak self] in
      try? await clock.sleep(until: time)
      if !Task.isCancelled { await self?.handle(.tick) }
    }
  }

  /// Ends the run: tries once more to write what could not be written, notes which failed jobs are
  /// still to do, and closes the transport, which ends the loop in ``run()``.
  private func finish(
    _ unsaved: [Int: [Checkpoint.Commit]], _ reopened: [JobPlace]
  ) async {
    alarm?.cancel()
    if let member { await dependencies.limiter.withdraw(member) }
    for (part, commits) in unsaved {
      for commit in commits {
        do throws(Checkpoint.Unwritten) {
          try await parts[part].checkpoint.commit(commit)
        } catch {
          lost += error.rest.succeeded.count
        }
      }
    }
    for (part, jobs) in Dictionary(grouping: reopened, by: \.file) {
      do throws(FileError) {
        try await parts[part].checkpoint.reopen(jobs)
      } catch {
        await handle(.halted(.diskFailed(error)))
      }
    }
    dependencies.transport.close()
  }
}

extension RunState.Start {
  /// The start's line in the journal.
  package func entry(at wall: WallTime) -> JournalEntry {
    .start(attempt, job: job.id, line: job.line, sent: sent, tokens: tokens, at: wall)
  }
}

extension Gate {
  /// Carries out one gate order of a run.
  package func apply(_ change: RunState.GateChange) {
    switch change {
    case .hold: hold()
    case .release, .releaseOfTransport: release()
    case .shut: shut()
    }
  }
}
