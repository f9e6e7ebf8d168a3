package import Basics

/// Carries out what ``RunState`` orders, with the real disk, transport and clock.
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

  /// What surrounds a run.
  package struct World: Sendable {
    package var transport: any Transport
    package var limiter: ConcurrencyLimiter
    package var gate: Gate
    package var keys: KeyRing
    package var clock: any RunClock = SystemRunClock()
    /// Reads the key's sources again, and says what to tell if nothing new is there. It may block.
    package var readKey: @Sendable () -> (key: APIKey?, refusal: String)
    /// Gets a notice with its sentence, in which no key stands.
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
  private let world: World
  private let feed: JobFeed
  private var state: RunState
  private var reader: ReplyReader
  private var redactor: Redactor
  private var knownKeys: [APIKey]
  private var generator = SystemRandomNumberGenerator()
  private var member: ConcurrencyLimiter.Member?
  private var alarm: Task<Void, Never>?
  /// Answers that could not be written to the disk.
  package private(set) var lost = 0

  package init(
    _ parts: [Part], _ state: RunState, jobs: sending JobSource,
    expecting expectation: Expectation = Expectation(), pricing: Pricing, in world: World
  ) {
    self.parts = parts
    self.state = state
    self.world = world
    feed = JobFeed(jobs)
    knownKeys = [world.keys.current.key].compactMap { $0 }
    redactor = Redactor(knownKeys)
    reader = ReplyReader(expecting: expectation, pricing: pricing, redactor: redactor)
  }

  /// Runs until nothing is left or nothing more may start; answers why it stopped early.
  package func run() async -> Halt? {
    member = await world.limiter.join()
    await handle(.began)
    for await news in world.transport.news { await take(news) }
    return state.halt
  }

  private func take(_ news: [TransportNews]) async {
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

  private func handle(_ event: RunState.Event) async {
    for order in state.handle(event, at: world.clock.now, using: &generator) {
      await carryOut(order)
    }
  }
}

// MARK: - What others tell

extension RunActor {
  /// The first signal starts nothing more, the second drops what is in flight.
  package func interrupt(_ signal: Int32) async {
    await handle(.signal(signal))
  }

  /// To be called a few times a second: looks at the clock, and tells where the run stands.
  package func tick() async -> Progress {
    await world.limiter.tick()
    await handle(.tick)
    return await progress()
  }

  package func progress() async -> Progress {
    let view = await world.limiter.view()
    return state.progress(view, at: world.clock.now)
  }

  package func creditsAre(_ credits: Double) async {
    await handle(.creditsAre(credits))
  }

  package func stop(_ halt: Halt) async {
    await handle(.halted(halt))
  }

  package var maybePaid: Int { state.maybePaid }
  package var spends: [Spend] { state.spends }

  /// A text in which no key stands.
  package func redact(_ text: String) -> String {
    redactor.redact(text)
  }
}

// MARK: - Orders

extension RunActor {
  private func carryOut(_ order: RunState.Order) async {
    switch order {
    case .readJobs: begin { [feed] in await feed.read() }
    case .readAgain(let attempt, let place):
      begin { [feed] in await feed.readAgain(attempt, place) }
    case .askForPermits(let count): askForPermits(count)
    case .journalStarts(let starts): await journal(starts)
    case .send(let requests): world.transport.send(requests)
    case .saveOutcomes(let commits, let attempts): await save(commits, of: attempts)
    case .tellLimiter(let changes): await world.limiter.apply(changes)
    case .gate(let change): world.gate.apply(change)
    case .readKeyAgain: readKeyAgain()
    case .notify(let notices): for notice in notices { await tell(notice) }
    case .wake(let moment): wake(at: moment)
    case .cancelAll: world.transport.cancelAll()
    case .finish(let unsaved): await finish(unsaved)
    }
  }

  /// Does something beside the run, and hears what came of it.
  private func begin(_ work: @escaping @Sendable () async -> RunState.Event) {
    Task { await handle(work()) }
  }

  private func askForPermits(_ count: Int) {
    guard let member else { preconditionFailure("permits were asked for before the run began") }
    begin { [limiter = world.limiter] in
      .permitsGranted(await limiter.permits(upTo: count, for: member))
    }
  }

  /// The starts stand in the journal before a byte leaves.
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

  /// It may start another program, so it has a thread of its own.
  private func readKeyAgain() {
    begin { [world] in
      let (key, refusal) = await BlockingCall.run("nightshift key", world.readKey)
      return await self.use(key, refusal)
    }
  }

  private func use(_ key: APIKey?, _ refusal: String) async -> RunState.Event {
    let isNew = key.map(world.keys.replace(with:)) ?? false
    if isNew, let key {
      knownKeys.append(key)
      redactor = Redactor(knownKeys)
      reader.renew(redactor)
      for part in parts { await part.checkpoint.renew(redactor) }
    }
    return .keyRead(isNew: isNew, message: refusal)
  }

  private func tell(_ notice: Notice) async {
    let sentence = redactor.redact(notice.sentence)
    let event = JournalEntry.event(kind: notice.kind, text: sentence, at: .now)
    for part in parts {
      do throws(FileError) {
        try await part.checkpoint.note([event])
      } catch {
        await handle(.halted(.diskFailed(error)))
      }
    }
    world.onNotice(notice, sentence)
  }

  private func wake(at moment: MonotonicInstant) {
    alarm?.cancel()
    alarm = Task { [clock = world.clock, weak self] in
      try? await clock.sleep(until: moment)
      if !Task.isCancelled { await self?.handle(.tick) }
    }
  }

  private func finish(_ unsaved: [Int: [Checkpoint.Commit]]) async {
    alarm?.cancel()
    if let member { await world.limiter.withdraw(member) }
    for (part, commits) in unsaved {
      for commit in commits {
        do throws(Checkpoint.Unwritten) {
          try await parts[part].checkpoint.commit(commit)
        } catch {
          lost += error.rest.succeeded.count
        }
      }
    }
    world.transport.close()
  }
}

extension RunState.Start {
  /// As it stands in the journal.
  package func entry(at wall: WallTime) -> JournalEntry {
    .start(attempt, job: job.id, line: job.line, sent: sent, at: wall)
  }
}

extension Gate {
  package func apply(_ change: RunState.GateChange) {
    switch change {
    case .hold: hold()
    case .release, .releaseOfTransport: release()
    case .shut: shut()
    }
  }
}
