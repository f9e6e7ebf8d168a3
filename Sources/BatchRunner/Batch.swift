/// The corridor: jobs in, outcomes out. It hands each noun to the next room, and decides nothing.
package actor Batch {
  /// One job file with its run directory.
  package struct Part: Sendable {
    package let jobs: JobFile
    package let checkpoint: Checkpoint
    package let runID: String

    package init(jobs: JobFile, checkpoint: Checkpoint, runID: String) {
      self.jobs = jobs
      self.checkpoint = checkpoint
      self.runID = runID
    }
  }

  package struct Settings: Sendable {
    package var retriesFailed = false
    /// At most so many jobs; `nil`: all.
    package var limit: Int?
    package var sendsIdempotencyKey = false

    package init() {}
  }

  private struct InFlight {
    let job: Job
    var ticket: Ticket
    let startedAt: Moment
  }

  private let parts: [Part]
  private let settings: Settings
  private let transport: any Transport
  private let limiter: Limiter
  private let keys: KeyRing
  private let readKey: @Sendable () -> APIKey?
  private let onNotice: @Sendable (Notice, _ sentence: String) -> Void
  private let source: JobSource
  private var tally: Tally
  private var inFlight: [AttemptID: InFlight] = [:]
  private var outline = JSONOutline()
  private var knownKeys: [APIKey]
  /// Outcomes that could not be written, by part.
  private var unsaved: [Int: [Checkpoint.Commit]] = [:]
  private var signals = 0

  /// `readKey` reads the key's sources again; `onNotice` also gets the notice's sentence, without
  /// the key.
  package init(
    _ parts: [Part], settings: Settings, through transport: any Transport, limiter: Limiter,
    keys: KeyRing, tally: Tally, readKey: @escaping @Sendable () -> APIKey?,
    onNotice: @escaping @Sendable (Notice, _ sentence: String) -> Void
  ) {
    self.parts = parts
    self.settings = settings
    self.transport = transport
    self.limiter = limiter
    self.keys = keys
    self.tally = tally
    self.readKey = readKey
    self.onNotice = onNotice
    knownKeys = [keys.current.key].compactMap { $0 }
    let retriesFailed = settings.retriesFailed
    source = JobSource(parts.map(\.jobs), limit: settings.limit) { state in
      state == .toDo || (retriesFailed && (state == .failed || state == .failedForNow))
    }
  }

  /// Runs until nothing is left or nothing more may start; answers why it stopped early.
  package func run() async -> Halt? {
    async let received: Void = receive()
    await send()
    transport.close()
    await received
    await tellNotices()
    return await limiter.halt
  }

  /// A signal: the first starts nothing more, the second drops what is in flight.
  package func interrupt(_ signal: Int32) async {
    signals += 1
    await limiter.stop(.signal(signal))
    await tellNotices()
    if signals > 1 { transport.cancelAll() }
  }

  /// To be called a few times a second: looks at the clock, and tells where the run stands.
  package func tick() async -> Progress {
    await limiter.tick()
    await tellNotices()
    return await progress()
  }

  package func progress() async -> Progress {
    let look = await limiter.look()
    let isDraining = await limiter.halt != nil
    return tally.progress(
      limits: look.limits, inFlight: look.inFlight, waitingToRetry: look.waitingToRetry,
      waiting: look.waiting.map(withoutKey), isDraining: isDraining, at: BootClock.now)
  }

  package func creditsAre(_ credits: Double) async {
    tally.creditsAre(credits)
    await limiter.balanceIs(credits)
    await tellNotices()
  }

  package func stop(_ halt: Halt) async {
    await limiter.stop(halt)
    await tellNotices()
  }

  package var maybePaid: Int { tally.maybePaid }

  /// A server may send the key back in the words that a sentence quotes.
  package func withoutKey(_ text: String) -> String {
    Redactor(knownKeys).redact(text)
  }

  private func withoutKey(_ waiting: Waiting) -> Waiting {
    guard case .outage(let since, let reason, let probe) = waiting else { return waiting }
    return .outage(since: since, reason: withoutKey(reason), nextProbe: probe)
  }
}

// MARK: - Out

extension Batch {
  private func send() async {
    while true {
      let steps = await limiter.next(jobsAtHand: await readAhead())
      if steps.isEmpty { return }
      var requests: [Request] = []
      var entries: [Int: [JournalEntry]] = [:]
      for step in steps {
        guard let (attempt, job, ticket, isProbe) = await take(step) else { continue }
        inFlight[attempt] = InFlight(job: job, ticket: ticket, startedAt: BootClock.now)
        entries[job.place.file, default: []].append(
          .start(attempt, job: job.id, line: job.line, sent: ticket.sent, at: .now))
        requests.append(
          Request(
            attempt: attempt, body: job.body, idempotencyKey: idempotencyKey(of: job),
            isProbe: isProbe))
      }
      await start(requests, entries)
    }
  }

  private func readAhead() async -> Int {
    do throws(JobReaderError) {
      return try source.readAhead()
    } catch {
      await stop(error)
      return 0
    }
  }

  private func take(_ step: Schedule.Step) async -> (AttemptID, Job, Ticket, Bool)? {
    switch step {
    case .startNew(let attempt, let isProbe):
      guard let job = source.take(1).first else {
        preconditionFailure("a new job was started, and none was at hand")
      }
      return (attempt, job, Ticket(place: job.place), isProbe)
    case .retry(let attempt, let ticket, let isProbe):
      do throws(JobReaderError) {
        return (attempt, try source.job(at: ticket.place), ticket, isProbe)
      } catch {
        await limiter.withdraw(attempt)
        await stop(error)
        return nil
      }
    case .wait, .over:
      return nil
    }
  }

  private func stop(_ error: JobReaderError) async {
    switch error {
    case .changed(let change): await stop(.jobFileChanged(change))
    case .file(let error): await stop(.diskFailed(error))
    }
  }

  /// The starts stand in the journal before a byte leaves.
  private func start(_ requests: [Request], _ entries: [Int: [JournalEntry]]) async {
    do throws(FileError) {
      for (part, entries) in entries { try await parts[part].checkpoint.note(entries) }
    } catch {
      await stop(.diskFailed(error))
      for request in requests {
        inFlight[request.attempt] = nil
        await limiter.withdraw(request.attempt)
      }
      return
    }
    transport.send(requests)
  }

  private func idempotencyKey(of job: Job) -> String? {
    guard settings.sendsIdempotencyKey else { return nil }
    let id = XXHash64.hash(job.id).hexDigits
    return "nightshift-\(parts[job.place.file].runID)-\(id)-\(job.fingerprint)"
  }
}

// MARK: - In

extension Batch {
  private func receive() async {
    for await batch in transport.news {
      var left: [(AttemptID, Moment)] = []
      var replies: [Reply] = []
      for news in batch {
        switch news {
        case .left(let attempt, let stamp): left.append((attempt, stamp))
        case .ended(let reply): replies.append(reply)
        }
      }
      await take(left, replies)
    }
  }

  private func take(_ left: [(AttemptID, Moment)], _ replies: [Reply]) async {
    let wall = WallTime.now
    let news = replies.map { judge($0, wall) }
    let rulings = await limiter.take(left: left, ended: news)
    if replies.isEmpty { return }
    var commits: [Int: Checkpoint.Commit] = [:]
    for (reply, (news, ruling)) in zip(replies, zip(news, rulings)) {
      guard let flight = inFlight.removeValue(forKey: reply.attempt) else {
        preconditionFailure("attempt \(reply.attempt.number) ended, but is not in flight")
      }
      let part = flight.job.place.file
      record(reply, news, ruling, flight, wall, in: &commits[part, default: Checkpoint.Commit()])
      tally.count(ruling, news.end, at: reply.endedAt)
    }
    await save(commits)
    await limiter.release(replies.map(\.attempt))
    if await limiter.wantsKey { await readKeyAgain() }
    await tellNotices()
  }

  private func judge(_ reply: Reply, _ wall: WallTime) -> Limiter.News {
    guard let flight = inFlight[reply.attempt] else {
      preconditionFailure("attempt \(reply.attempt.number) ended, but is not in flight")
    }
    var body: ResponseBody?
    var rate: RateNotice?
    if case .success(let response) = reply.result {
      body = ResponseBody(response.body, &outline)
      rate = RateNotice(response.headers, wall: wall.seconds)
    }
    let end = Schedule.End(
      attempt: reply.attempt, verdict: Verdict(on: reply, body), leftAt: reply.leftAt,
      keyGeneration: reply.keyGeneration, rate: rate, balance: body?.balance)
    return Limiter.News(end: end, ticket: flight.ticket, holdsGate: reply.holdsGate)
  }

  private func record(
    _ reply: Reply, _ news: Limiter.News, _ ruling: Ruling, _ flight: InFlight, _ wall: WallTime,
    in commit: inout Checkpoint.Commit
  ) {
    let latency = (reply.leftAt ?? flight.startedAt).duration(to: reply.endedAt)
    var outcome = OutcomeRecord(
      job: flight.job, attempt: reply.attempt,
      attempts: flight.ticket.sent + (reply.leftAt == nil ? 0 : 1),
      latencyMilliseconds: max(0, Int(latency / .milliseconds(1))), endedAt: wall,
      response: reply.response, failure: news.end.verdict.failure)
    switch ruling {
    case .store: commit.succeeded.append(outcome)
    case .fail(let failure):
      outcome.failure = failure
      commit.failed.append(outcome)
    case .again, .leave:
      // It came and may have been paid for: kept, whatever comes after it.
      if news.end.mayBePaid, reply.received != nil {
        outcome.response = reply.received
        commit.unusable.append(outcome)
      }
    }
    commit.journal.append(.end(reply.attempt, end(reply, news, ruling, latency, wall)))
  }

  private func end(
    _ reply: Reply, _ news: Limiter.News, _ ruling: Ruling, _ latency: Duration, _ wall: WallTime
  ) -> JournalEnd {
    var end = JournalEnd()
    end.leftAt = reply.leftAt
    end.latencyMilliseconds = max(0, Int(latency / .milliseconds(1)))
    end.status = reply.response?.status
    end.mayBePaid = news.end.mayBePaid
    end.at = wall
    switch ruling {
    case .store(let answer):
      end.tokensIn = answer.tokensIn ?? 0
      end.tokensOut = answer.tokensOut ?? 0
      end.verdict = "succeeded"
    case .fail(let failure): end.verdict = "failed: \(failure.label)"
    case .again(let why): end.verdict = "again: \(why)"
    case .leave: end.verdict = "left to do"
    }
    return end
  }

  /// What cannot be written is kept for another try at the end.
  private func save(_ commits: [Int: Checkpoint.Commit]) async {
    for (part, commit) in commits {
      guard unsaved[part] == nil else {
        unsaved[part]?.append(commit)
        continue
      }
      do throws(FileError) {
        try await parts[part].checkpoint.commit(commit)
      } catch {
        unsaved[part] = [commit]
        await stop(.diskFailed(error))
      }
    }
  }

  private func readKeyAgain() async {
    let key = readKey()
    let isNew = key.map(keys.replace(with:)) ?? false
    if isNew, let key {
      knownKeys.append(key)
      for part in parts { await part.checkpoint.renew(Redactor(knownKeys)) }
    }
    await limiter.keyWasRead(again: isNew, message: "the key was refused")
  }

  private func tellNotices() async {
    for notice in await limiter.takeNotices() {
      let sentence = withoutKey(notice.sentence)
      let event = JournalEntry.event(kind: notice.kind, text: sentence, at: .now)
      for part in parts {
        do throws(FileError) {
          try await part.checkpoint.note([event])
        } catch {
          await limiter.stop(.diskFailed(error))
        }
      }
      onNotice(notice, sentence)
    }
  }

  /// Tries once more to write what could not be written; answers what still could not.
  package func saveRest() async -> Int {
    var lost = 0
    for (part, commits) in unsaved {
      for commit in commits {
        do throws(FileError) {
          try await parts[part].checkpoint.commit(commit)
        } catch {
          lost += commit.succeeded.count
        }
      }
    }
    unsaved = [:]
    return lost
  }
}

extension Reply {
  package var response: Response? { try? result.get() }

  /// What came, whole or not; `nil`: nothing.
  package var received: Response? {
    switch result {
    case .success(let response): response
    case .failure(let error):
      error.received.isEmpty ? nil : Response(status: error.status ?? 0, body: error.received)
    }
  }
}

extension Verdict {
  /// Why there is no usable answer; `nil` where there is one, or the job is not to blame.
  package var failure: Failure? {
    switch self {
    case .unanswered(let failure, _), .failed(let failure): failure
    default: nil
    }
  }
}
