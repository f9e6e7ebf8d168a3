import Basics
import Testing

@testable import BatchRunner

/// `--job-timeout`: all attempts of a job together take a minute at most.
@Suite struct JobTimeTests {
  private static let late = Diagnosis.unanswered(
    Failure(kind: .timeout, message: "late"), .ambiguous)
  private static let unsent = Diagnosis.unanswered(
    Failure(kind: .timeout, message: "late"), .unreachable)
  private static let broken = Diagnosis.unanswered(
    Failure(kind: .status(500), message: "s"), .refused)
  private static let cut = Diagnosis.succeeded(AnswerFacts(flags: .truncated))

  private static var rules: RunRules {
    var rules = RunRules(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 99))
    rules.jobTimeout = .seconds(60)
    rules.maxAttempts = 99
    return rules
  }

  /// The next attempt of the only job, which waits for it.
  private func tryAgain(_ steps: inout OrderSteps, _ attempt: UInt64) {
    _ = steps.saved(attempt - 1)
    _ = steps.tell(.tick)
    _ = steps.grant(1)
    _ = steps.tell(
      .jobReadAgain(AttemptID(attempt), OrderSteps.job(JobPlace(file: 0, index: 0))))
    _ = steps.journaled(attempt)
  }

  private func message(_ last: String) -> String {
    "no usable answer within 1m (--job-timeout); the last attempt: \(last)"
  }

  @Test func `each attempt may take as long as is left of its job's time`() {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(15))
    _ = steps.ended(1, as: Self.broken)
    steps.pass(.seconds(5))
    tryAgain(&steps, 2)
    #expect(steps.requests.map(\.limit) == [.seconds(60), .seconds(40)])
    steps.pass(.seconds(40))
    _ = steps.ended(2, as: Self.late)
    #expect(steps.failures.map(\.failure?.label) == ["job_timeout"])
    #expect(steps.failures.first?.failure?.message == message("timeout"))
    #expect(steps.failures.first?.attempts == 2 && steps.state.maybePaid == 1)
    #expect(steps.state.outage.since == nil)
  }

  @Test func `without a limit the transport's own counts alone`() {
    var steps = OrderSteps()
    steps.send(1)
    #expect(steps.requests.map(\.limit) == [nil])
  }

  @Test func `a job whose time is over is not tried again`() {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(59.5))
    _ = steps.ended(1, as: Self.broken)
    #expect(steps.failures.map(\.failure?.message) == [message("500")])
    #expect(steps.state.retries.isEmpty)
  }

  @Test func `a job that waits beyond its time fails without being sent`() {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(10))
    _ = steps.ended(1, as: Self.broken)
    steps.pass(.seconds(51))
    tryAgain(&steps, 2)
    #expect((steps.requests.last?.limit).map { $0 < .zero } ?? false)
    _ = steps.ended(2, as: Self.unsent, hasLeft: false)
    #expect(steps.failures.map(\.failure?.label) == ["job_timeout"])
    #expect(steps.failures.first?.attempts == 1 && steps.state.outage.since == nil)
  }

  @Test func `an answer that is there is the result when the time is over`() {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(10))
    let again = FollowUp(.truncated)
    _ = steps.ended(1, as: Self.cut, followUp: again)
    tryAgain(&steps, 2)
    steps.pass(.seconds(50))
    _ = steps.ended(2, as: Self.late)
    #expect(steps.failures.isEmpty && steps.results.map(\.flags) == [.truncated])
  }

  @Test func `an answer that comes when the time is over is the result, and asked for no better`() {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(61))
    let again = FollowUp(.truncated)
    _ = steps.ended(1, as: Self.cut, followUp: again)
    #expect(steps.failures.isEmpty && steps.results.map(\.flags) == [.truncated])
  }

  @Test func `time in which the program stood still does not count`() {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(1000))
    _ = steps.tell(.stoodStill(for: .seconds(990)))
    _ = steps.ended(1, as: Self.broken)
    #expect(steps.failures.isEmpty && steps.state.retries.count == 1)
    steps.pass(.seconds(5))
    tryAgain(&steps, 2)
    #expect(steps.requests.last?.limit == .seconds(45))
  }

  static let refusals: [Diagnosis] = [
    .slowDown(SlowDown()), .held,
    .unanswered(Failure(kind: .connectionFailed, message: "s"), .unreachable),
  ]

  @Test(arguments: refusals)
  func `a job's time begins anew after an attempt that does not count`(refusal: Diagnosis) {
    var steps = OrderSteps(Self.rules)
    steps.send(1)
    steps.pass(.seconds(100))
    _ = steps.ended(1, as: refusal)
    #expect(steps.failures.isEmpty && steps.state.retries.count == 1)
    steps.pass(.seconds(3600))
    tryAgain(&steps, 2)
    #expect(steps.requests.last?.limit == .seconds(60))
  }
}
