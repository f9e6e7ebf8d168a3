import Basics
import Testing

@testable import BatchRunner

/// The program stood still: stopped, frozen, or on a machine that slept.
@Suite struct GapTests {
  private static func rules(attempts: Int = 1) -> RunRules {
    var rules = RunRules(plan: Plan(name: .none, requestsPerWindow: nil, concurrency: 99))
    rules.maxAttempts = attempts
    return rules
  }

  static let broken: [(TransportError.Kind, Failure.Kind)] = [
    (.timeout, .timeout), (.connectionFailed, .connectionFailed), (.tls, .tls),
    (.malformed, .invalidResponse),
  ]

  /// The attempt is the job's last one and may have been paid for, so otherwise the job would fail.
  @Test(arguments: broken)
  func `what breaks at a gap is tried again and uses up no attempt`(
    kind: TransportError.Kind, failure: Failure.Kind
  ) {
    for delay in [Duration.zero, .seconds(4.9), .seconds(5.1)] {
      var steps = OrderSteps(Self.rules())
      steps.send(4)
      steps.pass(.seconds(30))
      _ = steps.tell(.stoodStill(for: .seconds(20)))
      steps.pass(delay)
      for attempt in 1...4 { _ = steps.broken(UInt64(attempt), kind, failure) }
      let isExcused = delay < .seconds(5)
      // The third of them in a row is an outage, in which no job fails.
      #expect(steps.state.failures == (isExcused ? 0 : 2))
      #expect(steps.state.retries.count == (isExcused ? 4 : 2))
      #expect(steps.state.maybePaid == 4)
      #expect((steps.state.outage.since == nil) == isExcused)
    }
  }

  @Test func `a broken stream is excused too, an answer of the server is not`() {
    var steps = OrderSteps(Self.rules())
    steps.send(2)
    _ = steps.tell(.stoodStill(for: .seconds(20)))
    let stream = Response(status: 200, body: [], streamProblem: Response.brokenStream)
    _ = steps.ended(
      1, with: .success(stream),
      as: .unanswered(Failure(kind: .invalidResponse, message: "s"), .unusable))
    _ = steps.ended(2, as: .unanswered(Failure(kind: .status(500), message: "s"), .refused))
    #expect(steps.state.retries.count == 1 && steps.state.failures == 1)
  }

  @Test func `a job is not excused for ever`() {
    var steps = OrderSteps(Self.rules())
    steps.send(1)
    var attempt: UInt64 = 1
    while steps.state.failures == 0, attempt < 100 {
      steps.pass(.seconds(60))
      _ = steps.tell(.stoodStill(for: .seconds(20)))
      _ = steps.broken(attempt, .timeout, .timeout)
      _ = steps.saved(attempt)
      guard steps.state.failures == 0 else { break }
      steps.pass(.seconds(60))
      _ = steps.tell(.tick)
      _ = steps.grant(1)
      attempt += 1
      _ = steps.tell(.jobReadAgain(AttemptID(attempt), OrderSteps.job(JobPlace(file: 0, index: 0))))
      _ = steps.journaled(attempt)
    }
    #expect(attempt == 21)
  }

  @Test func `a gap is no part of an outage, so nobody halts because the machine slept`() {
    var rules = Self.rules(attempts: 9)
    rules.maxOutage = .seconds(3600)
    var steps = OrderSteps(rules)
    steps.send(1)
    _ = steps.ended(
      1, as: .unanswered(Failure(kind: .connectionFailed, message: "s"), .unreachable),
      hasLeft: false)
    steps.pass(.seconds(8 * 3600))
    _ = steps.tell(.stoodStill(for: .seconds(8 * 3600 - 60)))
    #expect(steps.state.halt == nil)
    steps.pass(.seconds(3530))
    _ = steps.tell(.tick)
    #expect(steps.state.halt == nil)
    steps.pass(.seconds(11))
    _ = steps.tell(.tick)
    guard case .unreachable = steps.state.halt else {
      Issue.record("the run did not halt: \(String(describing: steps.state.halt))")
      return
    }
  }

  @Test func `a gap is part of the time until which requests may start`() {
    var rules = Self.rules()
    rules.until = OrderSteps().now + .seconds(3600)
    var steps = OrderSteps(rules)
    steps.send(1, of: 2)
    steps.pass(.seconds(3601))
    _ = steps.tell(.stoodStill(for: .seconds(3600)))
    #expect(steps.state.halt == .until)
  }
}

extension OrderSteps {
  /// The attempt had left and ended without a whole response.
  fileprivate mutating func broken(
    _ attempt: UInt64, _ kind: TransportError.Kind, _ failure: Failure.Kind
  ) -> [String] {
    ended(
      attempt, with: .failure(TransportError(kind: kind, message: "broken")),
      as: .unanswered(Failure(kind: failure, message: "broken"), .ambiguous))
  }

  fileprivate mutating func ended(
    _ attempt: UInt64, with result: Result<Response, TransportError>, as verdict: Diagnosis
  ) -> [String] {
    let reply = Reply(attempt: AttemptID(attempt), result: result, leftAt: now, endedAt: now)
    return tell(
      .news(left: [], ended: [AttemptEnd(reply, verdict)], at: WallTime(milliseconds: 0)))
  }
}
