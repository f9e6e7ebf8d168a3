package import Basics

/// The end of one attempt, with all that was read from its reply.
///
/// ``ReplyReader`` makes it from a reply. ``RunState`` decides by it, and the journal, the counts
/// and the spending are taken from it. It is a class, because it is large and is handed on several
/// times for each request.
package final class AttemptEnd: Sendable {
  package let reply: Reply
  package let diagnosis: Diagnosis
  /// What the response headers say about the rate limit; `nil`: there was no response.
  package let rate: RateNotice?
  /// What the response says about the credits left; `nil`: nothing.
  package let balance: BalanceNotice?
  /// What the attempt was billed.
  package let charge: Charge
  /// The most tokens in and out of an attempt that may have been charged and tells no counts; 0 for
  /// all others.
  package let tokensAtMost: Int
  /// The answer is counted at the standard price because the list has none for its service tier.
  package let lacksTierPrice: Bool
  /// The estimate of the request's tokens in; `nil`: it was not measured.
  package let estimatedIn: Int?
  /// As the request names it; `nil`: ``estimatedIn`` is.
  package let model: String?
  /// The request for a better answer that an option asks for; `nil`: it asks for none.
  package let followUp: FollowUp?

  package init(
    _ reply: Reply, _ diagnosis: Diagnosis, rate: RateNotice? = nil, balance: BalanceNotice? = nil,
    charge: Charge = .nothing, tokensAtMost: Int = 0, lacksTierPrice: Bool = false,
    estimatedIn: Int? = nil, model: String? = nil, followUp: FollowUp? = nil
  ) {
    self.reply = reply
    self.diagnosis = diagnosis
    self.rate = rate
    self.balance = balance
    self.charge = charge
    self.tokensAtMost = tokensAtMost
    self.lacksTierPrice = lacksTierPrice
    self.estimatedIn = estimatedIn
    self.model = model
    self.followUp = followUp
  }

  /// When the request's first byte left; `nil`: nothing was sent.
  package var leftAt: MonotonicInstant? { reply.leftAt }

  /// The tokens in and out that count towards a budget: at most so many.
  package var tokens: Int { diagnosis.answer?.usage.tokens ?? tokensAtMost }

  /// The attempt gave no usable answer, but may have been charged for.
  package var mayBePaid: Bool { diagnosis.mayBePaid }
}

extension Diagnosis {
  /// The attempt gave no usable answer, but may have been charged for.
  package var mayBePaid: Bool {
    switch self {
    case .unanswered(_, .ambiguous), .unanswered(_, .unusable): true
    case .dropped(let mayBePaid): mayBePaid
    default: false
    }
  }
}

// MARK: - Records on disk

extension AttemptEnd {
  /// What this end would be as the job's outcome.
  func outcome(of attempt: InFlightAttempt, _ job: Job, at wall: WallTime) -> OutcomeRecord {
    var outcome = OutcomeRecord(
      job: job, attempt: reply.attempt,
      attempts: attempt.budget.sent + (leftAt == nil ? 0 : 1),
      latencyMilliseconds: latencyMilliseconds(of: attempt), endedAt: wall,
      response: reply.response, failure: diagnosis.failure, flags: diagnosis.answer?.flags ?? [])
    outcome.corrections = job.edits.corrections
    outcome.label = diagnosis.answer?.label
    outcome.cost = charge.cost
    return outcome
  }

  func latencyMilliseconds(of attempt: InFlightAttempt) -> Int {
    let latency = (leftAt ?? attempt.startedAt).duration(to: reply.endedAt)
    return max(0, Int(latency / .milliseconds(1)))
  }

  /// Adds the attempt's records to the next commit: a result, a failure, or an unusable response
  /// that is kept, and always the line in the journal.
  func record(
    _ attempt: InFlightAttempt, of job: Job, _ decision: JobDecision, at wall: WallTime,
    in commit: inout Checkpoint.Commit
  ) {
    var outcome = outcome(of: attempt, job, at: wall)
    switch decision {
    case .store:
      commit.succeeded.append(outcome)
      keepUnmended(outcome, in: &commit)
    case .fail(let failure, _):
      outcome.failure = failure
      commit.failed.append(outcome)
      keepUnmended(outcome, in: &commit)
      // The line of a failure holds a whole response or none, so a partial one is kept apart.
      if reply.response == nil { keepReceived(outcome, in: &commit) }
    case .storeEarlier(let earlier, _):
      commit.succeeded.append(earlier.result(attempts: outcome.attempts))
      keepReceived(outcome, in: &commit)
    case .again, .leave: keepReceived(outcome, in: &commit)
    }
    commit.journal.append(
      .end(reply.attempt, journalEnd(decision, outcome.latencyMilliseconds, at: wall)))
  }

  /// Keeps the bytes as they came of a body that had to be mended: the mended one is stored.
  private func keepUnmended(_ outcome: OutcomeRecord, in commit: inout Checkpoint.Commit) {
    guard let response = outcome.response, let bytes = response.unmended else { return }
    var outcome = outcome
    outcome.response?.body = bytes
    commit.unusable.append(outcome)
  }

  /// Keeps what was received, whole or not, if it may have been paid for. What came with a status of
  /// success may always be: an error inside it can have come after a part of an answer.
  private func keepReceived(_ outcome: OutcomeRecord, in commit: inout Checkpoint.Commit) {
    let isSuccess = (200...299).contains(reply.response?.status ?? 0)
    guard mayBePaid || isSuccess, let received = reply.received else { return }
    var outcome = outcome
    outcome.response = received
    if let bytes = received.unmended { outcome.response?.body = bytes }
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
    end.tokensAtMost = tokensAtMost
    end.at = wall
    end.tokensIn = diagnosis.answer?.tokensIn ?? 0
    end.tokensOut = diagnosis.answer?.tokensOut ?? 0
    if case .fail(_, let mark) = decision { end.streak = mark }
    end.verdict =
      switch decision {
      case .store: "succeeded"
      case .storeEarlier(_, let why): "\(JournalEnd.earlierStored): \(why)"
      case .fail(let failure, _): "failed: \(failure.label)"
      case .again(let why): "again: \(why)"
      case .leave: JournalEnd.leftToDo
      }
    return end
  }
}
