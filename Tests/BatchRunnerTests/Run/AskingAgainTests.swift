import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// What becomes of jobs whose answers are asked for again.
@Suite struct AskingAgainTests {
  /// How the server answers one attempt. Where an option asks again, `again` says why.
  enum Step {
    case answer(AnswerFlags, again: FollowUp.Reason? = nil)
    case misfit(again: FollowUp.Reason? = nil)
    case refused(Int)
    case trouble(Int)
    case ambiguous, tooLarge

    static let cut = Step.answer(.truncated, again: .truncated)
    static let cutEmpty = Step.answer([.truncated, .empty], again: .truncated)
    static let empty = Step.answer(.empty, again: .empty)
    static let whole = Step.answer([])

    var treatment: Night.Treatment {
      var treatment = Night.Treatment(diagnosis: diagnosis)
      switch self {
      case .answer(_, let again), .misfit(let again):
        treatment.followUp = again.map {
          FollowUp($0, ceiling: AttemptCeiling(cost: Money(dollars: 2)))
        }
        treatment.charge = .known(Money(dollars: 1))
      default: break
      }
      return treatment
    }

    private var diagnosis: Diagnosis {
      switch self {
      case .answer(let flags, _): .succeeded(AnswerFacts(flags: flags))
      case .misfit:
        .unexpected(AnswerFacts(), Failure(kind: .unexpectedAnswer, message: "no JSON"))
      case .refused(let status): .failed(Failure(kind: .status(status), message: "no"))
      case .trouble(let status):
        .unanswered(Failure(kind: .status(status), message: "busy"), .refused)
      case .ambiguous: .unanswered(Failure(kind: .timeout, message: "late"), .ambiguous)
      case .tooLarge: .tooLarge(Failure(kind: .status(429), message: "too large"))
      }
    }
  }

  /// The jobs are answered by `replies`, each attempt at a job by the next one. Other jobs succeed.
  private static func night(
    _ replies: [Int: [Step]], jobs: Int, _ rules: RunRules, spending: Spending = Spending()
  ) -> Night {
    var tries: [Int: Int] = [:]
    var night = Night(jobs: jobs, rules: rules, spending: spending) { job, _, _ in
      let number = tries[job, default: 0]
      tries[job] = number + 1
      let own = replies[job] ?? []
      return (number < own.count ? own[number] : .whole).treatment
    }
    night.ceiling = { _ in AttemptCeiling(cost: Money(dollars: 1)) }
    night.run()
    return night
  }

  /// The replies to the attempts at a job, how many there are, and the flags of its result.
  @Test(
    arguments: [
      ([.cut, .whole], 2, []),
      ([.cut, .cut, .cut, .cut, .cut], 5, .truncated),
      ([.cut, .cut, .cut, .cut, .whole], 5, []),
      ([.cut, .refused(400)], 2, .truncated), ([.cut, .tooLarge], 2, .truncated),
      ([.cut, .cut, .refused(422)], 3, .truncated),
      ([.cut, .answer(.empty)], 2, .truncated), ([.cut, .answer(.filtered)], 2, .truncated),
      ([.cut, .empty, .whole], 3, []), ([.cut, .empty, .empty, .empty, .empty], 5, .truncated),
      ([.cut, .answer([.truncated, .empty])], 2, .truncated),
      ([.cutEmpty, .answer(.empty)], 2, .empty),
      ([.cutEmpty, .cut, .refused(400)], 3, .truncated),
      ([.empty, .whole], 2, []), ([.empty, .empty, .empty, .empty, .empty], 5, .empty),
      ([.empty, .answer(.truncated)], 2, .truncated),
      // Trouble uses up attempts as always.
      ([.cut, .trouble(503), .whole], 3, []),
      ([.cut, .trouble(503), .trouble(503), .trouble(503), .trouble(503)], 5, .truncated),
      ([.cut, .ambiguous, .ambiguous], 3, .truncated), ([.ambiguous, .cut, .whole], 3, []),
      ([.cut, .misfit(), .misfit(), .misfit(), .misfit()], 5, .truncated),
      ([.misfit(again: .unexpected), .whole], 2, []),
      // Where no option asks.
      ([.answer(.truncated)], 1, .truncated), ([.answer(.filtered)], 1, .filtered),
      ([.answer(.empty)], 1, .empty),
    ] as [([Step], Int, AnswerFlags)])
  func `the best answer is the result`(
    replies: [Step], attempts: Int, flags: AnswerFlags
  ) {
    var rules = RunRules.limiting(nil, 2)
    rules.maxOutage = .seconds(100_000)
    let night = Self.night([0: replies], jobs: 9, rules)
    #expect(night.starts.count { $0.job == 0 } == attempts)
    #expect(night.flags[0] == flags)
    #expect(night.stored.sorted() == Array(0..<9) && night.failed.isEmpty && night.left.isEmpty)
    #expect(night.halt == nil)
  }

  @Test func `an answer that never fits fails its job, whatever was asked`() {
    let misfit = Step.misfit(again: .unexpected)
    let night = Self.night([0: Array(repeating: misfit, count: 9)], jobs: 3, .limiting(nil, 1))
    #expect(night.failed[0]?.message == "no JSON" && night.stored == [1, 2])
    #expect(night.starts.count { $0.job == 0 } == 5)
  }

  @Test(arguments: 1...6)
  func `no job gets more attempts than the user allows`(most: Int) {
    var rules = RunRules.limiting(nil, 1)
    rules.maxAttempts = most
    let night = Self.night([0: Array(repeating: .cut, count: 9)], jobs: 1, rules)
    #expect(night.starts.count == most && night.flags == [0: .truncated])
  }

  @Test func `jobs that were cut off are no failures, however many they are`() {
    let replies = Dictionary(
      uniqueKeysWithValues: (0..<50).map { ($0, [Step.cut, .refused(400)]) })
    let night = Self.night(replies, jobs: 50, .limiting(nil, 4))
    #expect(night.halt == nil && night.stored.count == 50 && night.failed.isEmpty)
  }

  // MARK: The spending cap

  /// Each job costs a dollar; asking again costs two at most.
  @Test(arguments: [(4.0, 2), (3.9, 1)])
  func `a better answer is asked for only if the cap allows its own ceiling`(
    cap: Double, attempts: Int
  ) {
    let night = Self.night(
      [1: [.cut, .whole]], jobs: 2, .limiting(nil, 1),
      spending: Spending(cap: Money(dollars: cap)))
    #expect(night.starts.count { $0.job == 1 } == attempts)
    #expect(night.flags == [0: [], 1: attempts == 2 ? [] : .truncated])
    #expect(night.halt == nil)
  }

  @Test func `a better answer that has become too expensive does not hold up the other jobs`() {
    // Job 0 may be asked again when its answer comes, but then job 1 takes a dollar.
    let night = Self.night(
      [0: [.cut, .whole]], jobs: 3, .limiting(nil, 2),
      spending: Spending(cap: Money(dollars: 3.5)))
    #expect(night.starts.map(\.job) == [0, 1, 2])
    #expect(night.flags == [0: .truncated, 1: [], 2: []])
    #expect(night.halt == nil)
  }

  @Test func `a better answer that the cap can never allow keeps no other job waiting`() {
    var night = Night(
      jobs: 3, rules: .limiting(nil, 2), spending: Spending(cap: Money(dollars: 10))
    ) { job, _, _ in
      var treatment = Night.Treatment(latency: .seconds(job == 1 ? 100 : 1))
      if job == 0 {
        treatment.diagnosis = .succeeded(AnswerFacts(flags: .truncated))
        treatment.followUp = FollowUp(.truncated, ceiling: AttemptCeiling(cost: Money(dollars: 50)))
      }
      return treatment
    }
    night.run()
    #expect(night.starts.map(\.job) == [0, 1, 2] && night.stored == [0, 2, 1])
  }

  // MARK: Halts

  @Test func `when a run halts, the answers of the jobs that wait are stored`() {
    // Two starts a minute: job 0 waits to be asked again when job 1 halts the run.
    var rules = RunRules.limiting(2, 2)
    rules.maxFailures = 1
    let night = Self.night([0: [.cut, .whole], 1: [.refused(400)]], jobs: 5, rules)
    #expect(night.halt == .failures(1))
    #expect(night.starts.map(\.job) == [0, 1])
    #expect(night.flags == [0: .truncated] && night.left.isEmpty)
  }

  @Test func `an answer that comes after the halt is not asked for again`() {
    var rules = RunRules.limiting(nil, 2)
    rules.maxFailures = 1
    var night = Night(jobs: 5, rules: rules) { job, _, _ in
      var treatment = (job == 0 ? Step.cut : .refused(400)).treatment
      treatment.latency = .seconds(job == 0 ? 9 : 1)
      return treatment
    }
    night.run()
    #expect(night.flags == [0: .truncated] && night.starts.count == 2)
  }

  @Test func `a request for a better answer that the halt stops leaves the job its answer`() {
    var tries = 0
    var night = Night(jobs: 1, rules: .limiting(nil, 1)) { _, _, _ in
      tries += 1
      guard tries > 1 else { return Step.cut.treatment }
      return Night.Treatment(
        diagnosis: .insufficientBalance(BalanceShortfall(message: "no money")))
    }
    night.run()
    #expect(night.halt == .insufficientBalance(BalanceShortfall(message: "no money")))
    #expect(night.flags == [0: .truncated] && night.left.isEmpty && tries == 2)
  }

  /// One job, whose answer was cut off, and which waits to be asked again after another try.
  private static func waiting() -> OrderSteps {
    var run = OrderSteps(.limiting(1, 1))
    run.send(1)
    _ = run.ended(1, as: Step.trouble(503).treatment.diagnosis)
    _ = run.saved(1)
    run.pass(.seconds(60))
    _ = run.tell(.tick)
    _ = run.grant(1)
    _ = run.tell(.jobReadAgain(AttemptID(2), OrderSteps.job(JobPlace(file: 0, index: 0))))
    _ = run.journaled(2)
    _ = run.ended(
      2, as: .succeeded(AnswerFacts(flags: .truncated)), followUp: FollowUp(.truncated))
    _ = run.saved(2)
    return run
  }

  @Test func `the run ends only when the answers of the jobs that waited are saved`() {
    var run = Self.waiting()
    #expect(run.results.isEmpty)
    #expect(run.tell(.signal(2)) == ["save ", "gate: shut", "gate: hold", "tell halted"])
    #expect(run.results.map(\.attempt) == [AttemptID(2)] && run.results.map(\.attempts) == [2])
    #expect(run.saved() == ["finish"])
  }

  @Test func `an answer that cannot be saved at the halt is tried once more at the end`() {
    var run = Self.waiting()
    _ = run.tell(.signal(2))
    let full = FileError(path: "results.jsonl", operation: .write, code: 28)
    _ = run.tell(.outcomesNotSaved(part: 0, rest: Checkpoint.Commit(), full))
    #expect(run.saved() == ["finish, saving what is left"])
  }

  @Test func `a job that cannot be asked again, because its file has changed, keeps its answer`() {
    var run = Self.waiting()
    _ = run.grant(1)
    let change = JobFileChange(path: "jobs.jsonl", line: 1)
    _ = run.tell(.jobUnreadable(AttemptID(3), .changed(change)))
    #expect(run.results.map(\.attempt) == [AttemptID(2)])
    #expect(run.saved() == ["finish"] && run.state.halt == .jobFileChanged(change))
  }

  @Test func `an answer that comes after the halt is stored at once`() {
    var run = OrderSteps()
    run.send(2)
    _ = run.tell(.signal(2))
    let orders = run.ended(
      1, as: .succeeded(AnswerFacts(flags: .truncated)), followUp: FollowUp(.truncated))
    #expect(orders == ["save 1"] && run.results.map(\.attempt) == [AttemptID(1)])
  }

  // MARK: Records

  @Test func `an answer that is asked for again is kept, and so is one that is no better`() {
    let job = OrderSteps.job(JobPlace(file: 0, index: 0))
    var attempt = InFlightAttempt(
      id: AttemptID(1), job: job, budget: RetryBudget(place: job.place), permit: Permit(number: 1),
      startedAt: MonotonicInstant(nanoseconds: 1), probe: nil)
    func end(_ number: UInt64, _ flags: AnswerFlags) -> AttemptEnd {
      AttemptEnd(
        Reply(
          attempt: AttemptID(number), result: .success(Response(status: 200, body: [])),
          leftAt: MonotonicInstant(nanoseconds: 1),
          endedAt: MonotonicInstant(nanoseconds: Int64(number) * 1_000_000_001)),
        .succeeded(AnswerFacts(flags: flags)))
    }
    var commit = Checkpoint.Commit()
    let wall = WallTime(milliseconds: 0)
    let first = end(1, .truncated)
    first.record(attempt, of: job, .again(why: "truncated"), at: wall, in: &commit)
    let earlier = EarlierAnswer(first.outcome(of: attempt, job, at: wall))
    attempt.budget.sent = 1
    end(2, .empty).record(
      attempt, of: job, .storeEarlier(earlier, why: "no better answer"), at: wall, in: &commit)
    #expect(commit.unusable.map(\.attempt) == [AttemptID(1), AttemptID(2)])
    #expect(commit.succeeded.map(\.attempt) == [AttemptID(1)])
    #expect(commit.succeeded.map(\.attempts) == [2])
    #expect(commit.succeeded.map(\.flags) == [.truncated])
    #expect(commit.succeeded.map(\.latencyMilliseconds) == [1000])
    let verdicts = commit.journal.map { entry in
      guard case .end(_, let end) = entry else { return "" }
      return end.verdict
    }
    #expect(verdicts == ["again: truncated", "earlier answer stored: no better answer"])
  }
}
