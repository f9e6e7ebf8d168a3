import Basics

// Step 4 of an attempt that brought an answer: whether it is the job's result, or a better one is
// asked for.
extension RunState {
  /// Asks again if an option wants that, the job has attempts left and the spending cap allows it.
  /// Otherwise the best of the job's answers is its result. Of two equals the later one counts.
  mutating func answered(
    _ answer: AnswerFacts, _ end: AttemptEnd, _ attempt: InFlightAttempt, _ budget: RetryBudget,
    wall: WallTime, at now: MonotonicInstant
  ) -> JobDecision {
    var budget = budget
    budget.used += 1
    let better = budget.earlier.flatMap { $0.flags.worth > answer.flags.worth ? $0 : nil }
    guard let followUp = end.followUp, halt == nil, budget.used < rules.maxAttempts,
      spending.canAdmit(followUp.ceiling)
    else {
      return better.map { .storeEarlier($0, why: "no better answer") } ?? .store(answer)
    }
    let this = EarlierAnswer(end.outcome(of: attempt, job(of: attempt.id), at: wall))
    budget.earlier = better ?? this
    return ask(followUp, budget, at: now)
  }

  /// The answer is not what the user expects. The job is retried at once: another answer may be
  /// right, and the service is well, so there is no reason to wait.
  mutating func unexpected(
    _ failure: Failure, _ followUp: FollowUp?, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    var budget = budget
    budget.used += 1
    if budget.used >= rules.maxAttempts { return fail(failure, budget) }
    guard halt == nil else { return .leave }
    if let followUp { return ask(followUp, budget, at: now) }
    return retry(budget, readyAt: now, why: failure.label)
  }

  private mutating func ask(
    _ followUp: FollowUp, _ budget: RetryBudget, at now: MonotonicInstant
  ) -> JobDecision {
    var budget = budget
    budget.replaced += 1
    budget.edits = followUp.edits
    budget.ceiling = followUp.ceiling
    return retry(budget, readyAt: now, why: followUp.reason.rawValue)
  }

  // MARK: Jobs that will not be asked again

  /// The waiting job keeps the answer that it has.
  mutating func stopAskingAgain(_ budget: RetryBudget, at now: MonotonicInstant) {
    let isJob = { (waiting: RetryBudget) in waiting.place == budget.place }
    withdrawn += retries.take(where: isJob) + heldBack.take(where: isJob)
    storeEarlierAnswers(at: now)
  }

  /// Orders the answers of jobs that will not be asked again to be saved as their results: what was
  /// paid is not paid a second time by the next run. With a halt these are all that wait.
  mutating func storeEarlierAnswers(at now: MonotonicInstant) {
    if halt != nil {
      let hasAnswer = { (waiting: RetryBudget) in waiting.earlier != nil }
      withdrawn += retries.take(where: hasAnswer) + heldBack.take(where: hasAnswer)
    }
    guard !withdrawn.isEmpty else { return }
    var commits: [Int: Checkpoint.Commit] = [:]
    for budget in withdrawn {
      guard let earlier = budget.earlier else { continue }
      commits[earlier.part, default: Checkpoint.Commit()].succeeded.append(
        earlier.result(attempts: budget.sent))
      tally.countResult(earlier.flags, at: now)
    }
    withdrawn = []
    savesOfEarlier += 1
    save(commits, of: [])
  }
}
