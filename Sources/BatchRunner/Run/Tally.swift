package import Basics

/// Counts the outcomes of attempts and jobs for progress displays and the summary.
package struct Tally: Sendable {
  private var progress = RunProgress()
  /// By model.
  package private(set) var counts: [String: TokenCount] = [:]
  /// By model: the jobs of this session that ended with an answer that tells its tokens.
  package private(set) var answered: [String: Int] = [:]
  /// The tokens out of the answers of this session that tell them, and the number of these answers.
  private var told = (tokensOut: 0, answers: 0)
  private var meter: RateMeter
  private let start: MonotonicInstant
  /// Attempts that may have been charged for without a usable answer.
  package private(set) var maybePaid = 0

  /// `progress`: the counts of earlier sessions.
  package init(_ progress: RunProgress, at now: MonotonicInstant) {
    self.progress = progress
    meter = RateMeter(at: now)
    start = now
  }

  /// Counts one attempt that ended.
  package mutating func count(_ decision: JobDecision, _ end: AttemptEnd, at now: MonotonicInstant)
  {
    if end.leftAt != nil { progress.attempts += 1 }
    if end.mayBePaid { maybePaid += 1 }
    progress.tokensIn += end.diagnosis.answer?.tokensIn ?? 0
    progress.tokensOut += end.diagnosis.answer?.tokensOut ?? 0
    if let tokensOut = end.diagnosis.answer?.tokensOut {
      told.tokensOut += tokensOut
      told.answers += 1
    }
    if end.lacksTierPrice { progress.withoutTierPrice += 1 }
    countEstimate(end)
    countAnswered(decision, end)
    if case .failure(let error) = end.reply.result, error.kind == .unknownEncoding {
      progress.unknownEncodings += 1
    }
    switch decision {
    case .store(let answer): countResult(answer.flags, at: now)
    case .storeEarlier(let earlier, _): countResult(earlier.flags, at: now)
    case .fail(let failure, _):
      progress.failed += 1
      progress.endedNow += 1
      progress.failedNow += 1
      progress.failures[failure.label, default: 0] += 1
      meter.count(1, at: now)
    case .again(let why):
      if why != RunState.heldReason { progress.retries[why, default: 0] += 1 }
    case .leave:
      break
    }
    if let balance = end.balance {
      if balance.isWarning { progress.balanceWarnings += 1 }
      progress.creditsLeft = balance.creditsLeft ?? progress.creditsLeft
    }
    if case .insufficientBalance(let shortfall) = end.diagnosis {
      progress.creditsLeft = shortfall.availableCredits ?? progress.creditsLeft
    }
  }

  /// The mean tokens out of the answers of this session; `nil`: none has told them.
  package var usualOut: Int? { told.answers > 0 ? told.tokensOut / told.answers : nil }

  private static let mostModels = 100

  /// Compares the estimate of an answered request with what the answer tells.
  private mutating func countEstimate(_ end: AttemptEnd) {
    guard let estimated = end.estimatedIn, let actual = end.diagnosis.answer?.tokensIn,
      let model = end.model, counts[model] != nil || counts.count < Self.mostModels
    else { return }
    counts[model, default: TokenCount()].add(estimated: estimated, actual: actual)
  }

  /// A job may also fail with an answer, which was paid then.
  private mutating func countAnswered(_ decision: JobDecision, _ end: AttemptEnd) {
    let answer = end.diagnosis.answer
    let isTold = answer?.tokensIn != nil && answer?.tokensOut != nil
    let isAnswered =
      switch decision {
      case .store, .fail: isTold
      case .storeEarlier: true
      case .again, .leave: false
      }
    guard isAnswered, let model = end.model,
      answered[model] != nil || answered.count < Self.mostModels
    else { return }
    answered[model, default: 0] += 1
  }

  /// Counts a job whose answer is stored.
  package mutating func countResult(_ flags: AnswerFlags, at now: MonotonicInstant) {
    progress.succeeded += 1
    progress.endedNow += 1
    if flags.contains(.truncated) { progress.truncated += 1 }
    if flags.contains(.filtered) { progress.filtered += 1 }
    if flags.contains(.empty) { progress.empty += 1 }
    meter.count(1, at: now)
  }

  /// The balance address reported this many credits.
  package mutating func creditsReported(_ credits: Double) {
    progress.creditsLeft = credits
  }

  /// The counts, together with the state of the run and its limiter at this time.
  package mutating func progress(
    limits: Plan, inFlight: Int, waitingToRetry: Int, waiting: Waiting?, isDraining: Bool,
    at now: MonotonicInstant
  ) -> RunProgress {
    progress.limits = limits
    progress.inFlight = inFlight
    progress.waitingToRetry = waitingToRetry
    progress.waiting = waiting
    progress.isDraining = isDraining
    progress.elapsed = start.duration(to: now)
    progress.jobsPerMinute = meter.perMinute(at: now)
    progress.remaining = remaining()
    return progress
  }

  /// The time for the jobs that are left, at the present rate or at the plan's, whichever is lower.
  /// The present rate alone would be too high at first, since a whole window of jobs starts at
  /// once. `nil` until three jobs have ended.
  private func remaining() -> Duration? {
    let left = progress.toDoAtStart - progress.endedNow
    guard left > 0, progress.endedNow >= 3, progress.jobsPerMinute > 0 else { return nil }
    let rate = min(progress.jobsPerMinute, progress.limits.startsPerMinute ?? .infinity)
    let running = Duration.seconds(Double(left) / rate * 60)
    return max(running, progress.waiting?.length ?? .zero)
  }
}
