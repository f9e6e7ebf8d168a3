import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
  private func state(_ fault: WritableKeyPath<FaultOdds, Double>) -> SandboxState {
    var scenario = Scenario.instant
    scenario.faults[keyPath: fault] = 1
    return SandboxState(scenario)
  }

  @Test func `each fault has its status, and only what was carried out is accepted`() {
    let cases: [(WritableKeyPath<FaultOdds, Double>, Int, accepted: Int)] = [
      (\.tooMany, 429, 0), (\.serverError, 500, 0), (\.unavailable, 503, 0), (\.html502, 502, 0),
      (\.errorInOK, 200, 0), (\.truncatedJSON, 200, 1), (\.emptyOK, 200, 1), (\.noChoices, 200, 1),
    ]
    for (fault, status, accepted) in cases {
      var state = state(fault)
      #expect(state.chat().status == status)
      #expect(state.stats.byStatus == [status: 1])
      #expect(state.stats.accepted == accepted)
    }
  }

  @Test func `a dropped request was accepted, but not answered`() {
    let cases: [(WritableKeyPath<FaultOdds, Double>, SandboxAnswer.Fate)] = [
      (\.dropBefore, .dropBefore), (\.dropMiddle, .dropMiddle),
    ]
    for (fault, fate) in cases {
      var state = state(fault)
      let answer = state.chat()
      #expect(answer.fate == fate)
      #expect(answer.holdsPlace)
      #expect(state.stats.drops == 1)
      #expect(state.stats.accepted == 1)
      #expect(state.stats.byStatus.isEmpty)
    }
  }

  @Test func `bodies that are wrong are wrong`() {
    var truncated = state(\.truncatedJSON)
    #expect(!truncated.chat().text.hasSuffix("}}"))
    var empty = state(\.emptyOK)
    #expect(empty.chat().body.isEmpty)
    var choiceless = state(\.noChoices)
    #expect(!choiceless.chat().text.contains("choices"))
    var page = state(\.html502)
    #expect(page.chat().text.hasPrefix("<html>"))
  }

  @Test func `accepted bodies are counted one by one`() {
    var state = SandboxState(.instant)
    let other = #"{"model":"m","messages":[{}]}"#
    for body in [chatBody, other, chatBody, "{"] { _ = state.chat(body) }
    #expect(
      state.stats.acceptedBodies == [XXHash64.hash(chatBody): 2, XXHash64.hash(other): 1])
    #expect(
      String(decoding: state.stats.json, as: UTF8.self) == """
        {"received":4,"accepted":3,"by_status":{"200":3,"400":1},"drops":0,\
        "largest_in_window":4,"largest_concurrency":4,"different_bodies":2,"repeated_bodies":1}
        """)
  }
}
