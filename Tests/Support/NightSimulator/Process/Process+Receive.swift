import Basics
import BatchRunner

// As `Batch` does on its way in: judge, put on disk, and only then free the place.
extension Process {
  func take() {
    let (left, replies) = (left, replies)
    (self.left, self.replies) = ([], [])
    for (attempt, stamp) in left { schedule.left(attempt, at: stamp) }
    let wall = world.wall
    let now = world.moment(world.now)
    for reply in replies {
      guard let flight = flights.removeValue(forKey: reply.attempt) else {
        preconditionFailure("attempt \(reply.attempt.number) ended, but is not in flight")
      }
      let body = reply.response.map { ResponseBody($0.body, &outline) }
      let end = Schedule.End(reply, Verdict(on: reply, body), body, at: wall)
      let ruling = schedule.judge(end, ticket: flight.ticket, at: now, using: &world.dice)
      flight.record(reply, end, ruling, wall, in: &commit)
      world.tell("ruling  \(reply.attempt.number) \(flight.job.id): \(ruling)")
    }
    syncGate()
    for reply in replies where reply.holdsGate { gate.release() }
    wake()
    toRelease = replies.map(\.attempt)
    agenda.add(.commit, at: world.now + within(.milliseconds(2)))
  }

  func commitTaken() {
    if !toRelease.isEmpty { save(commit) }
    commit = Checkpoint.Commit()
    for attempt in toRelease { schedule.release(attempt) }
    toRelease = []
    if schedule.wantsKey { readKeyAgain() }
    tellNotices()
    wake()
    isTaking = false
    if !replies.isEmpty { takeSoon() }
  }

  /// What cannot be written is kept for another try at the end.
  private func save(_ commit: Checkpoint.Commit) {
    guard unsaved == nil else {
      unsaved?.append(commit)
      return
    }
    do throws(Checkpoint.Unwritten) {
      defer { scheduleSync() }
      try ledger.commit(commit)
    } catch {
      unsaved = [error.rest]
      stop(.diskFailed(error.error))
    }
  }

  private func readKeyAgain() {
    let number = world.keyInFile(at: world.now)
    let isNew = APIKey("k\(number)").map(keys.replace(with:)) ?? false
    if isNew { world.server.count(.keyRotation) }
    schedule.keyWasRead(again: isNew, message: "refused")
    syncGate()
    world.tell("key     read again: \(isNew ? "a new one" : "the same")")
  }

  private func tellNotices() {
    for notice in schedule.takeNotices() {
      world.tell("notice  \(notice.sentence)")
      do throws(FileError) {
        defer { scheduleSync() }
        try ledger.note([.event(kind: notice.kind, text: notice.sentence, at: world.wall)])
      } catch {
        stop(.diskFailed(error))
      }
    }
  }
}

// As `Checkpoint` does: a sync at most 200 ms after what it makes last was written.
extension Process {
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
      stop(.diskFailed(error))
    }
  }
}
