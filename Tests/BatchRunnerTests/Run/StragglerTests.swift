import Basics
import Testing

@testable import BatchRunner

@Suite struct StragglerTests {
  private func named(_ steps: OrderSteps) -> [Straggler] {
    var state = steps.state
    var limiter = LimiterState(.free, at: steps.now)
    return state.progress(limiter.view(at: steps.now), at: steps.now).stragglers
  }

  @Test func `the last request is named once it is old, without the gaps in which nothing ran`() {
    var steps = OrderSteps(toDo: 21)
    steps.send(21)
    steps.pass(.seconds(1))
    for attempt in 1...20 {
      _ = steps.ended(UInt64(attempt), as: .succeeded(AnswerFacts()))
      _ = steps.saved(UInt64(attempt))
    }
    #expect(named(steps) == [])
    steps.pass(.seconds(100))
    _ = steps.tell(.stoodStill(for: .seconds(92)))
    #expect(named(steps) == [])
    steps.pass(.seconds(2))
    #expect(named(steps) == [Straggler(job: "job-21", model: "m", age: .seconds(11))])
    _ = steps.ended(21, as: .succeeded(AnswerFacts()))
    #expect(named(steps) == [])
  }
}
