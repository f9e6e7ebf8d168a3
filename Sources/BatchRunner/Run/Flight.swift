package import Basics

/// An attempt under way, and how its end is put down.
package struct Flight {
  package let job: Job
  package let ticket: Ticket
  private let startedAt: Moment

  package init(job: Job, ticket: Ticket, startedAt: Moment) {
    self.job = job
    self.ticket = ticket
    self.startedAt = startedAt
  }

  /// Puts down what became of the attempt.
  package func record(
    _ reply: Reply, _ end: Schedule.End, _ ruling: Ruling, _ wall: WallTime,
    in commit: inout Checkpoint.Commit
  ) {
    let latency = (reply.leftAt ?? startedAt).duration(to: reply.endedAt)
    var outcome = OutcomeRecord(
      job: job, attempt: reply.attempt,
      attempts: ticket.sent + (reply.leftAt == nil ? 0 : 1),
      latencyMilliseconds: max(0, Int(latency / .milliseconds(1))), endedAt: wall,
      response: reply.response, failure: end.verdict.failure)
    switch ruling {
    case .store: commit.succeeded.append(outcome)
    case .fail(let failure):
      outcome.failure = failure
      commit.failed.append(outcome)
      // A failure's line holds a whole response or none.
      if reply.response == nil { keepReceived(of: reply, end, outcome, in: &commit) }
    case .again, .leave: keepReceived(of: reply, end, outcome, in: &commit)
    }
    commit.journal.append(.end(reply.attempt, journalEnd(reply, end, ruling, latency, wall)))
  }

  /// What came and may have been paid for is kept, whatever comes after it.
  private func keepReceived(
    of reply: Reply, _ end: Schedule.End, _ outcome: OutcomeRecord,
    in commit: inout Checkpoint.Commit
  ) {
    guard end.mayBePaid || end.verdict.answer != nil, let received = reply.received else {
      return
    }
    var outcome = outcome
    outcome.response = received
    commit.unusable.append(outcome)
  }

  private func journalEnd(
    _ reply: Reply, _ ended: Schedule.End, _ ruling: Ruling, _ latency: Duration, _ wall: WallTime
  ) -> JournalEnd {
    var end = JournalEnd()
    end.leftAt = reply.leftAt
    end.latencyMilliseconds = max(0, Int(latency / .milliseconds(1)))
    end.status = reply.response?.status
    end.mayBePaid = ended.mayBePaid
    end.charge = ended.charge
    end.at = wall
    end.tokensIn = ended.verdict.answer?.tokensIn ?? 0
    end.tokensOut = ended.verdict.answer?.tokensOut ?? 0
    switch ruling {
    case .store:
      end.verdict = "succeeded"
    case .fail(let failure): end.verdict = "failed: \(failure.label)"
    case .again(let why): end.verdict = "again: \(why)"
    case .leave: end.verdict = "left to do"
    }
    return end
  }
}
