import Basics
import BatchRunner
import SandboxAPI

/// Orders that are carried out one after the other; one that takes its time holds up the rest of
/// its own chain only.
final class OrderChain {
  var orders: ArraySlice<RunState.Order>
  /// It carries out what followed from the transport's news.
  let isNews: Bool

  init(_ orders: [RunState.Order], isNews: Bool = false) {
    self.orders = orders[...]
    self.isNews = isNews
  }
}

// The orders are those of the real run. What `RunActor` awaits is an event here.
extension SimulatedSession {
  /// Something happened beside the orders under way.
  func begin(_ event: RunState.Event, isNews: Bool = false) {
    carryOut(OrderChain(answer(to: event), isNews: isNews))
  }

  private func answer(to event: RunState.Event) -> [RunState.Order] {
    state.handle(event, at: world.moment(world.now), using: &world.dice)
  }

  /// What follows from a step of a chain goes before the rest of it.
  private func go(_ event: RunState.Event, in chain: OrderChain) {
    chain.orders = answer(to: event) + chain.orders
  }

  func carryOut(_ chain: OrderChain) {
    while let order = chain.orders.popFirst() {
      switch order {
      case .journalStarts(let starts):
        return agenda.add(.journal(starts, chain), at: world.now + within(.milliseconds(2)))
      case .saveOutcomes(let commits, let attempts):
        return agenda.add(.save(commits, attempts, chain), at: world.now + within(.milliseconds(2)))
      case .readJobs: agenda.add(.readJobs, at: world.now + within(.milliseconds(1)))
      case .readAgain(let attempt, let place):
        agenda.add(.readAgain(attempt, place), at: world.now + within(.milliseconds(1)))
      case .askForPermits(let request):
        openRequest = request
        agenda.add(.permits, at: world.now)
      case .send(let requests): for request in requests { send(request) }
      case .updateLimiter(let changes):
        for change in changes { limiter.apply(change, at: world.moment(world.now)) }
        if openRequest != nil { agenda.add(.permits, at: world.now) }
      case .gate(let change): gate.apply(change)
      case .readKeyAgain: agenda.add(.readKey, at: world.now + within(.milliseconds(5)))
      case .notify(let notices): for notice in notices { tell(notice, in: chain) }
      case .wake(let moment):
        let at = world.instant(moment) + within(.milliseconds(20))
        // As `RunActor` has one alarm.
        if at < alarm ?? .max {
          alarm = at
          agenda.add(.tick, at: at)
        }
      case .cancelAll: cancelAll()
      case .finish(let rest, let jobs):
        unsaved = rest
        reopened = jobs
        isOver = true
      }
    }
    if chain.isNews {
      isTaking = false
      if !replies.isEmpty || !left.isEmpty { takeSoon() }
    }
  }

  // MARK: Steps that take their time

  /// The starts stand in the journal before a byte leaves.
  func journal(_ starts: [RunState.Start], _ chain: OrderChain) {
    let attempts = starts.map(\.attempt)
    do throws(FileError) {
      defer { scheduleSync() }
      try ledger.begin(starts.map { $0.entry(at: world.wall) })
      go(.startsJournaled(attempts), in: chain)
    } catch {
      go(.startsNotJournaled(attempts, error), in: chain)
    }
    carryOut(chain)
  }

  func save(
    _ commits: [Int: Checkpoint.Commit], _ attempts: [AttemptID], _ chain: OrderChain
  ) {
    for (part, commit) in commits {
      do throws(Checkpoint.Unwritten) {
        defer { scheduleSync() }
        try ledger.commit(commit)
      } catch {
        go(.outcomesNotSaved(part: part, rest: error.rest, error.error), in: chain)
      }
    }
    go(.outcomesSaved(attempts), in: chain)
    carryOut(chain)
  }

  private func tell(_ notice: Notice, in chain: OrderChain) {
    world.tell("notice  \(notice.sentence)")
    if notice.isDailyLimit { world.server.count(.dayUsedUp) }
    do throws(FileError) {
      defer { scheduleSync() }
      try ledger.note([.event(kind: notice.kind, text: notice.sentence, at: world.wall)])
    } catch {
      go(.halted(.diskFailed(error)), in: chain)
    }
  }

  func readJobs() {
    do throws(JobReaderError) {
      let (jobs, isEnd) = try source.read()
      begin(.jobsRead(jobs, isEnd: isEnd))
    } catch {
      begin(.jobUnreadable(nil, error))
    }
  }

  func readAgain(_ attempt: AttemptID, _ place: JobPlace) {
    do throws(JobReaderError) {
      begin(.jobReadAgain(attempt, try source.job(at: place)))
    } catch {
      begin(.jobUnreadable(attempt, error))
    }
  }

  /// As `ConcurrencyLimiter` does for a run that waits.
  func grantPermits() {
    guard let request = openRequest else { return }
    let now = world.moment(world.now)
    if let answer = limiter.answer(request, at: now) {
      openRequest = nil
      return begin(.limiterAnswered(answer))
    }
    guard let start = limiter.nextStart(for: request.demand, after: now) else { return }
    agenda.add(.permits, at: world.instant(start) + within(.milliseconds(20)))
  }

  func readKeyAgain() {
    let number = world.keyInFile(at: world.now)
    let isNew = APIKey("k\(number)").map(keys.replace(with:)) ?? false
    if isNew { world.server.count(.keyRotation) }
    world.tell("key     read again: \(isNew ? "a new one" : "the same")")
    begin(.keyRead(isNew: isNew, message: "refused"))
  }

  // MARK: The transport

  private func send(_ request: Request) {
    requestsUnderWay[request.attempt] = RequestUnderWay(
      request: request, token: LineText.value("content", in: request.body) ?? "")
    let hesitation = world.dice.unit() < 0.1 ? Duration.seconds(2) : .milliseconds(5)
    agenda.add(.leave(request.attempt), at: world.disk.clock + within(hesitation))
    let probe = request.isProbe ? ", as a probe" : ""
    world.tell("order   send \(request.attempt.number)\(probe)")
  }

  /// What has not come to its end yet ends now.
  private func cancelAll() {
    for (attempt, var underWay) in requestsUnderWay
    where underWay.result == nil || underWay.leftAt == nil {
      underWay.result = .failure(TransportError(kind: .cancelled, message: "dropped"))
      requestsUnderWay[attempt] = underWay
      agenda.add(.end(attempt), at: world.now)
    }
  }

  /// News go to the run in batches, one batch at a time.
  func take() {
    let (left, replies) = (left, replies)
    (self.left, self.replies) = ([], [])
    let wall = world.wall
    let ends = replies.map { reader.read($0, to: state.job(of: $0.attempt), at: wall) }
    for end in ends { world.tell("ended   \(end.reply.attempt.number): \(end.diagnosis)") }
    begin(.news(left: left.map { ($0, at: $1) }, ended: ends, at: wall), isNews: true)
  }
}

// As `Checkpoint` does: a sync at most 200 ms after what it makes last was written.
extension SimulatedSession {
  func scheduleSync() {
    guard ledger.isDirty, !isSyncScheduled, ledger.failure == nil else { return }
    isSyncScheduled = true
    agenda.add(
      .beginSync,
      at: world.disk.clock + Int64(Checkpoint.syncDelay) * 1_000_000 + within(.milliseconds(50)))
  }

  func beginSync() {
    isSyncScheduled = false
    guard ledger.failure == nil else { return }
    let disk = world.disk
    let sync = ledger.beginSync()
    let outcome = disk.inBackground { sync.perform() }
    syncs.append((outcome.ends, sync, outcome.value))
    agenda.add(.endSync, at: outcome.ends)
  }

  func endSync() {
    guard let index = syncs.indices.min(by: { syncs[$0].ends < syncs[$1].ends }) else { return }
    let (_, sync, outcome) = syncs.remove(at: index)
    do throws(FileError) {
      try ledger.endSync(sync, outcome)
    } catch {
      begin(.halted(.diskFailed(error)))
    }
  }
}
