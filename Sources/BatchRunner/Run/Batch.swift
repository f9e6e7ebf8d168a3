import Basics

/// The corridor: jobs in, outcomes out. It hands each noun to the next room, and decides nothing.
package actor Batch {
  /// One job file with its run directory.
  package struct Part: Sendable {
    package let jobs: JobFile
    package let checkpoint: Checkpoint
    package let runID: String
    /// Of earlier sessions.
    package var spend: Spend

    package init(
      jobs: JobFile, checkpoint: Checkpoint, runID: String, spend: Spend = Spend()
    ) {
      self.jobs = jobs
      self.checkpoint = checkpoint
      self.runID = runID
      self.spend = spend
    }
  }

  package struct Settings: Sendable {
    package var retriesFailed = false
    /// At most so many jobs; `nil`: all.
    package var limit: Int?
    /// These jobs of each file alone; `nil`: all.
    package var sample: [Set<Int>]?
    package var sendsIdempotencyKey = false
    package var expectation = Expectation()
    package var prices = PriceList.builtIn
    /// The spend has a cap, so each job needs to know what it can cost.
    package var isCapped = false
    package var creditsPerUSD: Double?

    package init() {}
  }

  private let parts: [Part]
  private let settings: Settings
  private let transport: any Transport
  private let limiter: Limiter
  private let keys: KeyRing
  private let readKey: @Sendable () -> (key: APIKey?, refusal: String)
  private let onNotice: @Sendable (Notice, String) -> Void
  private let source: JobSource
  private var tally: Tally
  private var pricing: Pricing
  /// By part, earlier sessions included.
  package private(set) var spends: [Spend]
  private var inFlight: [AttemptID: Flight] = [:]
  private var outline = JSONOutline()
  private var knownKeys: [APIKey] {
    didSet { redactor = Redactor(knownKeys) }
  }
  private var redactor: Redactor
  /// Outcomes that could not be written, by part.
  private var unsaved: [Int: [Checkpoint.Commit]] = [:]
  private var signals = 0

  /// `readKey` reads the key's sources again, and says what to tell if nothing new is there.
  /// `onNotice` gets a notice with its sentence, in which no key stands.
  package init(
    _ parts: [Part], settings: Settings, through transport: any Transport, limiter: Limiter,
    keys: KeyRing, tally: Tally, readKey: @escaping @Sendable () -> (key: APIKey?, refusal: String),
    onNotice: @escaping @Sendable (Notice, String) -> Void
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
    redactor = Redactor(knownKeys)
    let pricing = Pricing(settings.prices)
    self.pricing = pricing
    spends = parts.map(\.spend)
    let files = parts.map(\.jobs)
    source = JobSource(
      files, limit: settings.limit, pricing: settings.isCapped ? pricing : nil
    ) { file, index in
      files[file].table[state: index].isToDo(retriesFailed: settings.retriesFailed)
        && settings.sample?[file].contains(index) ?? true
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
    var progress = tally.progress(
      limits: look.limits, inFlight: look.inFlight, waitingToRetry: look.waitingToRetry,
      waiting: look.waiting, isDraining: isDraining, at: BootClock.now)
    progress.spend = spends.reduce(Spend()) { $0 + $1 }
    progress.spendAtStart = parts.reduce(Spend()) { $0 + $1.spend }.known
    progress.creditsPerUSD = settings.creditsPerUSD
    return progress
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
}

// MARK: - Out

extension Batch {
  private func send() async {
    while true {
      let steps = await limiter.next(jobs: await readAhead())
      if steps.isEmpty { return }
      var requests: [Request] = []
      var entries: [Int: [JournalEntry]] = [:]
      for step in steps {
        guard let (attempt, job, ticket, isProbe) = await take(step) else { continue }
        inFlight[attempt] = Flight(job: job, ticket: ticket, startedAt: BootClock.now)
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

  private func readAhead() async -> [Money] {
    do throws(JobReaderError) {
      return try source.readAhead()
    } catch {
      await stop(error)
      return []
    }
  }

  private func take(_ step: Schedule.Step) async -> (AttemptID, Job, Ticket, Bool)? {
    switch step {
    case .startNew(let attempt, let isProbe):
      guard let job = source.take(1).first else {
        preconditionFailure("a new job was started, and none was at hand")
      }
      return (attempt, job, Ticket(place: job.place, ceiling: job.ceiling), isProbe)
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
      for (part, entries) in entries { try await parts[part].checkpoint.begin(entries) }
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
      flight.record(
        reply, news.end, ruling, wall, in: &commits[part, default: Checkpoint.Commit()])
      tally.count(ruling, news.end, at: reply.endedAt)
      spends[part].count(news.end.charge)
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
    let body = reply.response.map { read($0) }
    var end = Schedule.End(reply, verdict(on: reply, body), body, at: wall)
    end.charge = pricing.charge(end, of: flight.job)
    return Limiter.News(end: end, ticket: flight.ticket, holdsGate: reply.holdsGate)
  }

  /// A complaint may name what stands in the answer, and cut it short, so no key may stand there.
  private func verdict(on reply: Reply, _ body: ResponseBody?) -> Verdict {
    let verdict = Verdict(on: reply, body, expecting: settings.expectation)
    guard case .unexpected(let answer, let failure) = verdict, var bytes = reply.response?.body,
      redactor.redact(&bytes)
    else { return verdict }
    let message = settings.expectation.complaint(about: answer, in: bytes) ?? "it holds the API key"
    return .unexpected(answer, Failure(kind: failure.kind, message: message))
  }

  /// What a server says in words may be shown, so the key is taken out of it first.
  private func read(_ response: Response) -> ResponseBody {
    let body = ResponseBody(response.body, &outline)
    guard body.error != nil || body.balance?.message != nil else { return body }
    var bytes = response.body
    return redactor.redact(&bytes) ? ResponseBody(bytes, &outline) : body
  }

  /// A text in which no key stands.
  package func redact(_ text: String) -> String {
    redactor.redact(text)
  }

  /// What cannot be written is kept for another try at the end.
  private func save(_ commits: [Int: Checkpoint.Commit]) async {
    for (part, commit) in commits {
      guard unsaved[part] == nil else {
        unsaved[part]?.append(commit)
        continue
      }
      do throws(Checkpoint.Unwritten) {
        try await parts[part].checkpoint.commit(commit)
      } catch {
        unsaved[part] = [error.rest]
        await stop(.diskFailed(error.error))
      }
    }
  }

  private func readKeyAgain() async {
    let (key, refusal) = readKey()
    let isNew = key.map(keys.replace(with:)) ?? false
    if isNew, let key {
      knownKeys.append(key)
      for part in parts { await part.checkpoint.renew(redactor) }
    }
    await limiter.keyWasRead(again: isNew, message: refusal)
  }

  private func tellNotices() async {
    for notice in await limiter.takeNotices() {
      let sentence = redactor.redact(notice.sentence)
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
        do throws(Checkpoint.Unwritten) {
          try await parts[part].checkpoint.commit(commit)
        } catch {
          lost += error.rest.succeeded.count
        }
      }
    }
    unsaved = [:]
    return lost
  }
}
