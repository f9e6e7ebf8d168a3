import Basics
import Testing

@testable import BatchRunner

/// When a job that is turned down again and again is too large for the limit.
@Suite struct RefusalsTests {
  /// Each refusal follows the success of another job. `alone`: the last so many attempts were alone;
  /// `isAfterLone`: no other job was turned down around the last but one.
  private func isTooLarge(
    _ count: Int, alone: Int, isAfterLone: Bool, isServerTaking: Bool = true
  ) -> Bool {
    var refusals = RetryBudget.Refusals()
    for number in 0..<count {
      refusals.turnedDown(
        wasAlone: number >= count - alone, isAfterLone: isAfterLone,
        successes: isServerTaking ? number : 0)
    }
    return refusals.showTooLarge
  }

  @Test func `five refusals, of which the last two alone, show that the job is too large`() {
    #expect(isTooLarge(5, alone: 2, isAfterLone: true))
    #expect(!isTooLarge(4, alone: 2, isAfterLone: true))
    #expect(!isTooLarge(5, alone: 1, isAfterLone: true))
  }

  /// After a pause such a job is tried first, so its model says nothing.
  @Test func `a job that is turned down once more is told from one that is for the first time`() {
    var steps = OrderSteps()
    steps.send(1)
    let first = steps.ended(1, as: .slowDown(SlowDown()))
    _ = steps.saved(1)
    steps.pass(.seconds(61))
    _ = steps.tell(.tick)
    _ = steps.grant(1)
    _ = steps.tell(
      .jobReadAgain(AttemptID(2), OrderSteps.job(JobPlace(file: 0, index: 0))))
    _ = steps.journaled(2)
    let second = steps.ended(2, as: .slowDown(SlowDown()))
    #expect(first.joined().contains("turned down 1, pause"), "\(first)")
    #expect(second.joined().contains("turned down 2 again, pause"), "\(second)")
  }

  @Test func `a limit that is full for others too says nothing of the job`() {
    #expect(!isTooLarge(20, alone: 20, isAfterLone: false))
    #expect(!isTooLarge(20, alone: 20, isAfterLone: true, isServerTaking: false))
  }
}
