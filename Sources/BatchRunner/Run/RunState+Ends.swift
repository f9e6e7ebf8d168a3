import Basics

// Steps 3, 5 and 6 of an attempt: it leaves, it ends, its outcome is saved, its permit is returned.
extension RunState {
  /// Confirms the starts to the limiter, each with the time at which its first byte left.
  mutating func requestsLeft(_ left: [(AttemptID, at: MonotonicInstant)]) {
    for (attempt, stamp) in left where inFlight[attempt]?.hasLeft == false {
      inFlight[attempt]?.hasLeft = true
      inFlight[attempt]?.successesAtStart = streak.successes
      if let permit = inFlight[attempt]?.permit { changes.append(.confirmStart(permit, at: stamp)) }
    }
  }

  /// Judges all attempts that ended together and orders their outcomes to be saved.
  ///
  /// The attempts stay in flight, and keep their permits, until ``outcomesSaved(_:)``.
  mutating func attemptsEnded(
    _ ends: [AttemptEnd], wall: WallTime, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) {
    requestsLeft(ends.compactMap { end in end.leftAt.map { (end.reply.attempt, at: $0) } })
    var commits: [Int: Checkpoint.Commit] = [:]
    for end in ends {
      let attempt = attempt(end.reply.attempt)
      let job = job(of: attempt.id)
      let decision = judge(end, of: attempt, wall: wall, at: now, using: &generator)
      let part = job.place.file
      end.record(
        attempt, of: job, decision, at: wall, in: &commits[part, default: Checkpoint.Commit()])
      tally.count(decision, end, at: end.reply.endedAt)
      spends[part].count(end.charge)
      if end.diagnosis.answer != nil {
        stragglers.answered(afterMilliseconds: end.latencyMilliseconds(of: attempt))
      }
    }
    // First the run takes its own hold on the gate, if it needs one, and only then the transport's
    // hold is released. In the reverse order the gate would be open for a moment.
    syncGate()
    for end in ends where end.reply.holdsGate { orders.append(.gate(.releaseOfTransport)) }
    // Other runs that share the limiter must learn of a pause before this run waits for the disk.
    if changes.contains(where: \.isUrgent) { updateLimiter() }
    // Other requests may start while the outcomes are written.
    requestMorePermits(at: now)
    save(commits, of: ends.map(\.reply.attempt))
  }

  /// Orders outcomes to be saved. Once a write for a job file has failed, its later outcomes are kept
  /// in memory and are tried once more at the end of the run.
  mutating func save(_ commits: [Int: Checkpoint.Commit], of attempts: [AttemptID]) {
    var commits = commits
    for part in unsaved.keys {
      if let commit = commits.removeValue(forKey: part) { unsaved[part]?.append(commit) }
    }
    orders.append(.saveOutcomes(commits, of: attempts))
  }

  /// Removes the attempts from those in flight and returns their permits.
  mutating func outcomesSaved(_ attempts: [AttemptID]) {
    for id in attempts {
      changes.append(.returnPermit(attempt(id).permit))
      inFlight[id] = nil
    }
    updateLimiter()
    if keyCheck == .due {
      keyCheck = .underWay
      orders.append(.readKeyAgain)
    }
  }

  /// A new key lets the run go on; the same key halts it.
  mutating func keyRead(isNew: Bool, message: String) {
    keyCheck = .none
    if isNew { keyGeneration += 1 } else { stop(.keyRefused(message: message, said: keyRefusal)) }
  }

  /// Halts if no more credits are left than the user's `--min-credits`.
  mutating func checkCredits(_ credits: Double) {
    if let least = rules.minCredits, credits <= least { stop(.credits(left: credits)) }
  }

  private func attempt(_ id: AttemptID) -> InFlightAttempt {
    guard let attempt = inFlight[id] else {
      preconditionFailure("attempt \(id.number) ended, but is not in flight")
    }
    return attempt
  }
}
