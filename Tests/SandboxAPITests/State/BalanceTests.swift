import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct BalanceTests {
  private func state(credits: Double, _ change: (inout Scenario) -> Void = { _ in }) -> SandboxState
  {
    var scenario = Scenario.instant
    scenario.credits = credits
    change(&scenario)
    return SandboxState(scenario)
  }

  @Test(
    arguments: zip(
      EmptyShape.allCases,
      [
        #""required_credits":2,"available_credits":1.5"#, #""code":"insufficient_balance"}}"#,
        #""code":"insufficient_quota""#, #""code":"credit_balance_exhausted""#,
        #""code":"organization_spend_limit_exceeded""#, #""code":"project_spend_limit_exceeded""#,
        #""code":"organization_usage_limit_exceeded""#, "credit balance is too low",
        #"{"error":{"message":"Insufficient credits""#,
      ]))
  func `an empty balance has many shapes`(shape: EmptyShape, words: String) {
    var state = state(credits: 1.5) {
      $0.creditsPerRequest = 2
      $0.emptyShape = shape
    }
    let answer = state.chat()
    #expect(answer.status == shape.status)
    #expect(answer.text.contains(words))
    #expect(answer.retryAfterSeconds == nil)
    #expect(state.stats.accepted == 0)
    #expect(state.credits == 1.5)
  }

  @Test(
    arguments: zip(
      WarningShape.allCases,
      ["true", #""Your balance is low""#, #"{"message":"Your balance is low"}"#]))
  func `a low balance is warned of`(shape: WarningShape, value: String) {
    var state = state(credits: 11) { $0.warningShape = shape }
    #expect(!state.chat().text.contains("_balance_warning"))
    let text = state.chat().text
    #expect(text.hasSuffix(#","_balance_warning":\#(value),"_remaining_credits":9}"#))
  }

  @Test func `the balance can be asked for and set`() {
    var state = state(credits: 7.5)
    let asked = SandboxRequest(method: .get, route: .balance)
    #expect(
      state.receive(asked, at: moment(0), wall: 0).text == #"{"balance":0.00075,"credits":7.5}"#)
    let set = SandboxRequest(method: .post, route: Route(target: "/sandbox/balance?credits=0"))
    #expect(state.receive(set, at: moment(0), wall: 0).status == 200)
    #expect(state.chat().status == 402)
    let wrong = SandboxRequest(method: .post, route: Route(target: "/sandbox/balance?credits=x"))
    #expect(state.receive(wrong, at: moment(0), wall: 0).status == 400)
  }
}
