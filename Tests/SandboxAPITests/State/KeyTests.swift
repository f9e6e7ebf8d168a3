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

  @Test(arguments: World.allCases)
  func `only a key that is accepted and not revoked opens`(world: World) throws {
    var scenario = Scenario()
    scenario.keys = .only(["sk-new", "sk-old"])
    scenario.revokedKeys = ["sk-old"]
    let stage = try Stage(scenario, in: world)
    #expect(try stage.post(key: "sk-new")?.status == 200)
    for key in ["sk-old", "sk-other"] {
      let refusal = try #require(try stage.post(key: key))
      #expect(refusal.status == 401)
      #expect(refusal.text == Self.wrong)
    }
    let refusal = try #require(try stage.post(key: nil))
    #expect(refusal.status == 401)
    #expect(refusal.text == Self.missing)
    #expect(stage.stats.keyRefused == 3)
  }

  @Test(arguments: World.allCases)
  func `a key can be revoked and accepted while it runs`(world: World) throws {
    var scenario = Scenario()
    scenario.keys = .any
    let stage = try Stage(scenario, in: world)
    #expect(try stage.get("/v1/models")?.status == 200)
    #expect(try stage.post("", to: "/sandbox/key?revoke=sk-test")?.status == 200)
    #expect(try stage.get("/v1/models")?.status == 401)
    #expect(try stage.get("/api/me/balance")?.status == 401)
    #expect(try stage.post("", to: "/sandbox/key?accept=sk-test")?.status == 200)
    #expect(try stage.get("/v1/models")?.status == 200)
    #expect(try stage.get("/v1/models", key: nil)?.status == 401)
  }

  @Test func `where no key is needed none is asked for, but a revoked one is refused`() throws {
    var scenario = Scenario()
    scenario.revokedKeys = ["sk-old"]
    let stage = try Stage(scenario, in: .memory)
    #expect(try stage.post(key: nil)?.status == 200)
    #expect(try stage.post(key: "anything")?.status == 200)
    #expect(try stage.post(key: "sk-old")?.status == 401)
  }
}
