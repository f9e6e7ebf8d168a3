import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct LimitTests {
  private let state: SandboxState

  init() {
    var scenario = Scenario.free
    scenario.concurrency = nil
    state = SandboxState(scenario)
  }

  @Test func `the eleventh start in a window is turned down`() {
    var state = state
    for second in 0..<10 { #expect(state.chat(at: Double(second)).status == 200) }
    let answer = state.chat(at: 10.5)
    #expect(answer.status == 429)
    #expect(answer.retryAfterSeconds == 50)
    #expect(answer.rate == .init(limit: 10, remaining: 0, resetAtUnixSeconds: 1_700_000_060))
    #expect(!answer.holdsPlace)
    #expect(answer.delay == .zero)
  }

  @Test func `a start leaves the window after exactly its length`() {
    var state = state
    for _ in 0..<10 { _ = state.chat(at: 1) }
    #expect(state.chat(at: 60.999).status == 429)
    #expect(state.chat(at: 61).status == 200)
    #expect(state.stats.largestInWindow == 11)
  }

  @Test func `what was turned down does not count as a start`() {
    var state = state
    for _ in 0..<10 { _ = state.chat(at: 0) }
    for _ in 0..<10 { _ = state.chat(at: 59) }
    #expect(state.chat(at: 60).rate?.remaining == 9)
  }

  @Test func `one more at once than allowed is turned down until one ends`() {
    var state = SandboxState(.free)
    #expect(state.chat().holdsPlace)
    #expect(state.chat().holdsPlace)
    let answer = state.chat()
    #expect(answer.status == 429)
    #expect(answer.retryAfterSeconds == 1)
    state.finish()
    #expect(state.chat().status == 200)
    #expect(state.stats.largestConcurrency == 3)
  }

  @Test func `rate headers can be left out`() {
    var scenario = Scenario.free
    scenario.sendsRateHeaders = false
    var state = SandboxState(scenario)
    #expect(state.chat().rate == nil)
  }
}
