import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct KeyTests {
  static let wrong =
    #"{"error":{"message":"Invalid API key","type":"invalid_request_error","param":null,"#
    + #""code":"invalid_api_key"}}"#
  static let missing =
    #"{"error":{"message":"Missing Authorization header","type":"invalid_request_error","#
    + #""param":null,"code":"missing_authorization"}}"#

  @Test(arguments: Medium.allCases)
  func `only a key that is accepted and not revoked works`(medium: Medium) throws {
    var scenario = Scenario()
    scenario.keys = .only(["sk-new", "sk-old"])
    scenario.revokedKeys = ["sk-old"]
    let sandbox = try TestedSandbox(scenario, in: medium)
    #expect(try sandbox.post(key: "sk-new")?.status == 200)
    for key in ["sk-old", "sk-other"] {
      let refusal = try #require(try sandbox.post(key: key))
      #expect(refusal.status == 401)
      #expect(refusal.text == Self.wrong)
    }
    let refusal = try #require(try sandbox.post(key: nil))
    #expect(refusal.status == 401)
    #expect(refusal.text == Self.missing)
    #expect(sandbox.stats.keyRefused == 3)
  }

  @Test(arguments: Medium.allCases)
  func `a key can be revoked and accepted while the server runs`(medium: Medium) throws {
    var scenario = Scenario()
    scenario.keys = .any
    let sandbox = try TestedSandbox(scenario, in: medium)
    #expect(try sandbox.get("/v1/models")?.status == 200)
    #expect(try sandbox.post("", to: "/sandbox/key?revoke=sk-test")?.status == 200)
    #expect(try sandbox.get("/v1/models")?.status == 401)
    #expect(try sandbox.get("/api/me/balance")?.status == 401)
    #expect(try sandbox.post("", to: "/sandbox/key?accept=sk-test")?.status == 200)
    #expect(try sandbox.get("/v1/models")?.status == 200)
    #expect(try sandbox.get("/v1/models", key: nil)?.status == 401)
  }

  @Test func `a scenario without keys needs none, but refuses a revoked one`() throws {
    var scenario = Scenario()
    scenario.revokedKeys = ["sk-old"]
    let sandbox = try TestedSandbox(scenario, in: .memory)
    #expect(try sandbox.post(key: nil)?.status == 200)
    #expect(try sandbox.post(key: "anything")?.status == 200)
    #expect(try sandbox.post(key: "sk-old")?.status == 401)
  }
}
