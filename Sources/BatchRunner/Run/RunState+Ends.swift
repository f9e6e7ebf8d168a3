import Basics

extension RunState {
  mutating func requestsLeft(_ left: [(AttemptID, at: MonotonicInstant)]) {
    for (attempt, stamp) in left where inFlight[attempt]?.hasLeft == false {
      inFlight[attempt]?.hasLeft = true
      if let permit = inFlight[attempt]?.permit { changes.append(.confirmStart(permit, at: stamp)) }
    }
  }

  mutating func attemptsEnded(
    _ ends: [AttemptEnd], wall: WallTime, at now: MonotonicInstant,
    using generator: inout some RandomNumberGenerator
  ) {
    requestsLeft(ends.compactMap { end in end.leftAt.map { (end.reply.attempt, at: $0) } })
    var commits: [Int: Checkpoint.Commit] = [:]
    for end in ends {
      let attempt = attempt(end.reply.attempt)
      let job = job(of: attempt.id)
      let decision = judge(end, of: attempt, at: now, using: &generator)
      let part = job.place.file
      end.record(
        attempt, of: job, decision, at: wall, in: &commits[part, default: Checkpoint.Commit()])
      tally.count(decision, end, at: end.reply.endedAt)
      spends[part].count(end.charge)
    }
    // First close for good, then let go of what the transport holds: never open in between.
    syncGate()
    for end in ends where end.reply.holdsGate { orders.append(.gate(.releaseOfTransport)) }
    // Others who share the limiter hear of a pause before the disk is waited for.
    if changes.contains(where: \.isUrgent) { tellLimiter() }
    // What else may start need not wait for the disk.
    askForMore(at: now)
    // Once a part's disk has failed, what comes is kept for a last try.
    for part in unsaved.keys {
      if let commit = commits.removeValue(forKey: part) { unsaved[part]?.append(commit) }
    }
    orders.append(.saveOutcomes(commits, of: ends.map(\.reply.attempt)))
  }

  /// Their outcomes are on disk.
  mutating func giveBack(_ attempts: [AttemptID]) {
    for id in attempts {
      changes.append(.giveBack(attempt(id).permit))
      inFlight[id] = nil
    }
    tellLimiter()
    if keyCheck == .due {
      keyCheck = .underWay
      orders.append(.readKeyAgain)
    }
  }

  mutating func keyRead(isNew: Bool, message: String) {
    keyCheck = .none
    if isNew { keyGeneration += 1 } else { stop(.keyRefused(message: message)) }
  }

  mutating func hear(credits: Double) {
    if let least = rules.minCredits, credits <= least { stop(.credits(left: credits)) }
  }

  private func attempt(_ id: AttemptID) -> InFlightAttempt {
    guard let attempt = inFlight[id] else {
      preconditionFailure("attempt \(id.number) ended, but is not in flight")
    }
    return attempt
  }
}
