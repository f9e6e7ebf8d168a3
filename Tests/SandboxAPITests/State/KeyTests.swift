import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct KeyTests {
  private let scenario = {
    var scenario = Scenario.instant
    scenario.acceptedKey = "sk-right"
    return scenario
  }()

  @Test(
    arguments: zip(
      ["sk-wrong", "sk-right ", nil],
      ["invalid_api_key", "invalid_api_key", "missing_authorization"]
    ))
  func `a key that is not right is refused`(key: String?, code: String) {
    var state = SandboxState(scenario)
    let answer = state.chat(key: key)
    #expect(answer.status == 401)
    #expect(answer.text.hasSuffix(#""type":"invalid_request_error","code":"\#(code)"}}"#))
    #expect(state.stats.byStatus == [401: 1])
  }

  @Test func `the right key passes`() {
    var state = SandboxState(scenario)
    #expect(state.chat(key: "sk-right").status == 200)
  }

  @Test func `another key can be put to use`() {
    var state = SandboxState(scenario)
    let change = SandboxRequest(method: .post, route: Route(target: "/sandbox/key?accept=sk-new"))
    #expect(state.receive(change, at: moment(0), wall: 0).status == 200)
    #expect(state.chat(key: "sk-right").status == 401)
    #expect(state.chat(key: "sk-new").status == 200)
  }

  @Test func `models and balance need the key too`() {
    var state = SandboxState(scenario)
    for route in [Route.models, .balance] {
      let request = SandboxRequest(method: .get, route: route)
      #expect(state.receive(request, at: moment(0), wall: 0).status == 401)
    }
  }
}
