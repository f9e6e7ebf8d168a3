import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct BalanceTests {
  static let shapes: [(EmptyBalance, Int, String)] = [
    (
      .documented, 402,
      #"{"error":{"message":"Insufficient credits","type":"insufficient_balance","#
        + #""code":"insufficient_balance","required_credits":1,"available_credits":0.5}}"#
    ),
    (
      .withoutNumbers, 402,
      #"{"error":{"message":"Insufficient credits","type":"insufficient_balance","param":null,"#
        + #""code":"insufficient_balance"}}"#
    ),
    (.insufficientQuota, 429, #""code":"insufficient_quota""#),
    (.creditBalanceExhausted, 429, #""code":"credit_balance_exhausted""#),
    (.organizationSpendLimit, 429, #""code":"organization_spend_limit_exceeded""#),
    (.projectSpendLimit, 429, #""code":"project_spend_limit_exceeded""#),
    (.organizationUsageLimit, 429, #""code":"organization_usage_limit_exceeded""#),
    (.creditBalanceTooLow, 400, "Your credit balance is too low to access the API."),
    (.errorInOK, 200, #""code":"insufficient_balance""#),
  ]

  @Test(arguments: shapes, Medium.allCases)
  func `an empty balance is reported in each form`(
    row: (shape: EmptyBalance, status: Int, text: String), medium: Medium
  ) throws {
    var scenario = Scenario()
    scenario.credits = 2.5
    scenario.emptyBalance = row.shape
    let sandbox = try TestedSandbox(scenario, in: medium)
    #expect(try sandbox.post()?.text.contains("choices") == true)
    #expect(try sandbox.post()?.text.contains("choices") == true)
    let refusal = try #require(try sandbox.post())
    #expect(refusal.status == row.status)
    #expect(refusal.text.contains(row.text))
    #expect(refusal.isJSON)
    #expect(!refusal.text.contains("choices"))
    #expect(refusal.headers.retryAfter == nil)
    #expect(sandbox.stats.unaffordable == 1)
    #expect(sandbox.stats.credits == 0.5)
  }

  @Test func `every form of an empty balance is tested`() {
    #expect(Self.shapes.map(\.0) == EmptyBalance.allCases)
  }

  @Test(arguments: [
    (BalanceWarning.flag, #""_balance_warning":true,"#),
    (.string, #""_balance_warning":"Your balance is low.","#),
    (.object, #""_balance_warning":{"message":"Your balance is low."},"#),
  ])
  func `answers carry the warning below ten credits`(shape: BalanceWarning, text: String) throws {
    var scenario = Scenario()
    scenario.credits = 11.23
    scenario.balanceWarning = shape
    var server = Server(scenario)
    #expect(!server.answer(at: 0).body.asText.contains("_balance_warning"))
    let warned = server.answer(at: 0).body.asText
    #expect(warned.contains(text + #""_remaining_credits":9.23}"#))
  }

  @Test func `tokens cost what the scenario says`() {
    var scenario = Scenario()
    scenario.credits = 10
    scenario.price = Scenario.Price(perRequest: 0, perInputToken: 0.1, perOutputToken: 0.25)
    scenario.outputTokens = .fixed(4)
    var server = Server(scenario)
    _ = server.answer(at: 0, Chat.body("12345678"))
    // 3 for the request, 3 for the message, 2 for 8 bytes.
    #expect(server.state.stats.inputTokens == 8)
    #expect(server.state.stats.credits == 8.2)
  }

  @Test(arguments: Medium.allCases)
  func `requests succeed again when credits are added`(medium: Medium) throws {
    var scenario = Scenario()
    scenario.credits = 0
    scenario.dollarsPerCredit = 0.05
    let sandbox = try TestedSandbox(scenario, in: medium)
    #expect(try sandbox.post()?.status == 402)
    let answer = try sandbox.post("", to: "/sandbox/balance?credits=20")
    #expect(answer?.text == #"{"balance":1,"credits":20}"#)
    #expect(try sandbox.post()?.status == 200)
    #expect(try sandbox.get("/api/me/balance")?.text == #"{"balance":0.95,"credits":19}"#)
    #expect(try sandbox.post("", to: "/sandbox/balance?credits=lots")?.status == 400)
  }
}

extension [UInt8] {
  var asText: String { String(decoding: self, as: UTF8.self) }
}
