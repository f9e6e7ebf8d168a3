package import Basics

/// How an attempt ended, read and judged by itself: everything that follows goes by this.
package struct AttemptEnd: Sendable {
  package let reply: Reply
  package let verdict: Diagnosis
  package let rate: RateNotice?
  package let balance: BalanceNotice?
  package let charge: Charge

  package init(
    _ reply: Reply, _ verdict: Diagnosis, rate: RateNotice? = nil, balance: BalanceNotice? = nil,
    charge: Charge = .nothing
  ) {
    self.reply = reply
    self.verdict = verdict
    self.rate = rate
    self.balance = balance
    self.charge = charge
  }

  package var leftAt: MonotonicInstant? { reply.leftAt }

  /// It may have been charged for, and gave no usable answer.
  package var mayBePaid: Bool { verdict.mayBePaid }
}

extension Diagnosis {
  /// It may have been charged for, and gave no usable answer.
  package var mayBePaid: Bool {
    switch self {
    case .unanswered(_, .ambiguous), .unanswered(_, .unusable): true
    case .dropped(let mayBePaid): mayBePaid
    default: false
    }
  }
}

// MARK: - What goes to disk

extension AttemptEnd {
  /// Adds what became of the attempt to what is written next.
  func record(
    _ attempt: InFlightAttempt, of job: Job, _ decision: JobDecision, at wall: WallTime,
    in commit: inout Checkpoint.Commit
  ) {
    let latency = (leftAt ?? attempt.startedAt).duration(to: reply.endedAt)
    let milliseconds = max(0, Int(latency / .milliseconds(1)))
    var outcome = OutcomeRecord(
      job: job, attempt: reply.attempt,
      attempts: attempt.budget.sent + (leftAt == nil ? 0 : 1),
      latencyMilliseconds: milliseconds, endedAt: wall, response: reply.response,
      failure: verdict.failure)
    switch decision {
    case .store: commit.succeeded.append(outcome)
    case .fail(let failure):
      outcome.failure = failure
      commit.failed.append(outcome)
      // A failure's line holds a whole response or none.
      if reply.response == nil { keepReceived(outcome, in: &commit) }
    case .again, .leave: keepReceived(outcome, in: &commit)
    }
    commit.journal.append(.end(reply.attempt, journalEnd(decision, milliseconds, at: wall)))
  }

  /// What came and may have been paid for is kept, whatever comes after it.
  private func keepReceived(_ outcome: OutcomeRecord, in commit: inout Checkpoint.Commit) {
    guard mayBePaid || verdict.answer != nil, let received = reply.received else { return }
    var outcome = outcome
    outcome.response = received
    commit.unusable.append(outcome)
  }

  private func journalEnd(_ decision: JobDecision, _ milliseconds: Int, at wall: WallTime)
    -> JournalEnd
  {
    var end = JournalEnd()
    end.leftAt = leftAt
    end.latencyMilliseconds = milliseconds
    end.status = reply.response?.status
    end.mayBePaid = mayBePaid
    end.charge = charge
    end.at = wall
    end.tokensIn = verdict.answer?.tokensIn ?? 0
    end.tokensOut = verdict.answer?.tokensOut ?? 0
    end.verdict =
      switch decision {
      case .store: "succeeded"
      case .fail(let failure): "failed: \(failure.label)"
      case .again(let why): "again: \(why)"
      case .leave: JournalEnd.leftToDo
      }
    return end
  }
}
