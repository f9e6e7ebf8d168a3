import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct UnexpectedAnswerTests {
  private static let unfit = Failure(kind: .unexpectedAnswer, message: "/topic: not allowed")
  private static let diagnosis = Diagnosis.unexpected(AnswerFacts(tokensIn: 3, tokensOut: 5), unfit)

  @Test func `a job with unexpected answers is retried until its attempts are used up, then fails`()
  {
    for most in 1...6 {
      var rules = RunRules.limiting(nil, 4)
      rules.maxAttempts = most
      var night = Night(jobs: 30, rules: rules) { job, _, _ in
        var treatment = Night.Treatment()
        if job % 3 == 1 { treatment.diagnosis = Self.diagnosis }
        return treatment
      }
      night.run()
      #expect(night.stored.count == 20)
      #expect(
        night.failed == .init(uniqueKeysWithValues: (0..<10).map { ($0 * 3 + 1, Self.unfit) }))
      #expect(night.starts.count == 20 + 10 * most)
      #expect(night.left == [])
    }
  }

  @Test func `an unexpected answer shows that the service works, and does not count as ambiguous`()
  {
    var rules = RunRules.limiting(nil, 1)
    rules.maxAttempts = 9
    rules.maxOutage = .seconds(60)
    var tries: [Int: Int] = [:]
    var night = Night(jobs: 100, rules: rules) { job, _, _ in
      tries[job, default: 0] += 1
      var treatment = Night.Treatment(latency: .seconds(5))
      if tries[job]! < 6 { treatment.diagnosis = Self.diagnosis }
      return treatment
    }
    night.run()
    #expect(night.stored.count == 100 && night.failed.isEmpty)
    #expect(night.notices == [] && night.halt == nil)
    #expect(night.starts.count == 600)
  }

  @Test func `if all answers are unexpected the run stops, and the message says why`() {
    var rules = RunRules.limiting(nil, 4)
    rules.maxAttempts = 2
    var night = Night(jobs: 500, rules: rules) { _, _, _ in
      Night.Treatment(diagnosis: Self.diagnosis)
    }
    night.run()
    let halt = night.halt
    #expect(halt == .allAlike(count: 20, Self.unfit))
    #expect(
      halt?.cause
        == "20 jobs in a row failed alike: unexpected_answer: /topic: not allowed.")
    #expect(
      halt?.remedy
        == "Look at failures.jsonl: either the jobs do not say what you expect, or the schema or "
        + "the labels ask for something else. Fix one of them, then run the same command again: these jobs are still "
        + "to do."
    )
    #expect(night.starts.count < 50)
  }

  @Test func `a job with an unexpected answer during a halt is still to do`() {
    var rules = RunRules.limiting(nil, 1)
    rules.maxFailures = 1
    var night = Night(jobs: 3, rules: rules) { job, _, _ in
      Night.Treatment(diagnosis: job == 0 ? .failed(Self.unfit) : Self.diagnosis)
    }
    night.run()
    #expect(night.failed.count == 1 && night.starts.count == 1)
  }

  @Test func `tokens of unexpected answers count`() {
    let end = AttemptEnd(
      Reply(
        attempt: AttemptID(1), result: .success(Response(status: 200, body: [])),
        leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2)),
      Self.diagnosis)
    var tally = Tally(RunProgress(), at: MonotonicInstant(nanoseconds: 0))
    for decision in [JobDecision.again(why: "unexpected_answer"), .fail(Self.unfit), .leave] {
      tally.count(decision, end, at: MonotonicInstant(nanoseconds: 2))
    }
    let progress = tally.progress(
      limits: .free, inFlight: 0, waitingToRetry: 0, waiting: nil, isDraining: false,
      at: MonotonicInstant(nanoseconds: 3))
    #expect(progress.tokensIn == 9 && progress.tokensOut == 15)
    #expect(progress.retries == ["unexpected_answer": 1])
    #expect(progress.failures == ["unexpected_answer": 1])
    #expect(tally.maybePaid == 0 && !end.mayBePaid)
  }

  @Test func `a job counts as answered once, if its last answer tells its tokens`() {
    func end(_ diagnosis: Diagnosis) -> AttemptEnd {
      let now = MonotonicInstant(nanoseconds: 2)
      let reply = Reply(
        attempt: AttemptID(1), result: .success(Response(status: 200, body: [])),
        leftAt: now, endedAt: now)
      return AttemptEnd(reply, diagnosis, model: "m")
    }
    let cases: [(Diagnosis, JobDecision, Int)] = [
      (.succeeded(AnswerFacts(tokensIn: 3, tokensOut: 5)), .store(AnswerFacts()), 1),
      (.succeeded(AnswerFacts(tokensIn: nil)), .store(AnswerFacts()), 0),
      (.succeeded(AnswerFacts(tokensIn: 3)), .store(AnswerFacts()), 0),
      (Self.diagnosis, .fail(Self.unfit), 1),
      (Self.diagnosis, .again(why: "unexpected_answer"), 0),
      (Self.diagnosis, .leave, 0),
      (.failed(Self.unfit), .fail(Self.unfit), 0),
    ]
    for (diagnosis, decision, answered) in cases {
      var tally = Tally(RunProgress(), at: MonotonicInstant(nanoseconds: 0))
      tally.count(decision, end(diagnosis), at: MonotonicInstant(nanoseconds: 2))
      #expect(tally.answered["m"] ?? 0 == answered, "\(diagnosis) \(decision)")
    }
  }
}
