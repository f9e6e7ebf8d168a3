/// An attempt under way, and how its end is put down.
struct Flight {
  let job: Job
  var ticket: Ticket
  let startedAt: Moment

  /// Puts down what became of the attempt.
  func record(
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
    case .again, .leave:
      // It came and may have been paid for: kept, whatever comes after it.
      if end.mayBePaid || end.verdict.answer != nil, reply.received != nil {
        outcome.response = reply.received
        commit.unusable.append(outcome)
      }
    }
    commit.journal.append(.end(reply.attempt, journalEnd(reply, end, ruling, latency, wall)))
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
