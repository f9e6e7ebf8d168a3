import Testing

@testable import BatchRunner

@Suite struct RefusalTests {
  @Test(arguments: RefusalSample.table.flatMap { row in row.samples.map { (row.meaning, $0) } })
  func `each wording has its meaning`(meaning: String, sample: RefusalSample) {
    #expect(sample.meaning == meaning)
  }

  @Test(arguments: RefusalSample.variants)
  func `each variant has its meaning`(meaning: String, sample: RefusalSample) {
    #expect(sample.meaning == meaning)
  }

  @Test func `the table has wordings for every meaning`() {
    let counts = RefusalSample.table.map { "\($0.meaning) \($0.samples.count)" }
    let all = RefusalSample.table.reduce(0) { $0 + $1.samples.count }
    print("M13: \(all) wordings: \(counts.joined(separator: ", "))")
    print(
      "M13: \(RefusalSample.variants.count) variants, \(RefusalSample.lookAlikes.count) look-alikes"
    )
    #expect(RefusalSample.table.allSatisfy { !$0.samples.isEmpty })
  }

  @Test(arguments: RefusalSample.lookAlikes)
  func `what only looks like something else is not taken for it`(
    sample: RefusalSample, meaning: String
  ) {
    #expect(sample.meaning == meaning)
  }

  @Test(arguments: [
    (#"{"error":{"message":"m"}}"#, "m"), (#"{"error":"m"}"#, "m"), (#"{"message":"m"}"#, "m"),
    (#"{"detail":"m"}"#, "m"), (#"[{"error":{"message":"m"}}]"#, "m"),
    (#"{"detail":[{"msg":"m","loc":["body"]},{"msg":"n"}]}"#, "m"),
    (#"{"detail":{"error":"m"}}"#, "m"), (#"{"errors":[{"message":"m"}]}"#, "m"),
    (#"{"error":{"code":"c"}}"#, "c"), (#"{"error":{"code":7}}"#, "7"),
    (#"{"error":{"type":"t"}}"#, "t"), (#"{"error":{}}"#, "an error without a message"),
    (#"{"error":{"message":"{\"error\":{\"message\":\"inner\",\"code\":\"c\"}}"}}"#, "inner"),
    (
      #"{"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"theirs\"}}"}}}"#,
      "Provider returned error: theirs"
    ),
    ("plain\n\n  text", "plain text"), ("", "HTTP status 418"),
    ("<html>x</html>", "HTTP status 418"),
    ("<html><TITLE>418 I am\na teapot</TITLE></html>", "I am a teapot"),
    (#"{"error":{"message":"a\u0007\u001b[31m\r\nb\tc"}}"#, "a[31m b c"),
  ])
  func `the message of an error is found in every shape and is one line`(
    body: String, message: String
  ) {
    let failure = Failure(kind: .status(418), message: message)
    guard case .failed(let found) = RefusalSample(418, body).diagnosis else {
      return #expect(Bool(false))
    }
    #expect(found.message == failure.message)
  }

  @Test func `a long message is cut`() {
    let body = #"{"error":{"message":"\#(String(repeating: "ab ", count: 500))"}}"#
    let message = RefusalSample(400, body).diagnosis.failure?.message ?? ""
    #expect(message.hasSuffix("...") && message.count <= ErrorLine.longest + 5)
  }

  @Test(
    arguments: [
      ("Rate limit reached for gpt-4o in organization org-1 on tokens", "gpt-4o"),
      ("Rate limit reached for model `llama-3.1-8b` in organization", "llama-3.1-8b"),
      ("limit: 20, model: gemini-2.5-flash Please retry", "gemini-2.5-flash"),
      ("Passed model=gpt-4o-mini. pre-call-checks=False", "gpt-4o-mini"),
      ("Too many requests on model grok", "grok"),
      ("No deployments available for selected model, Try again", nil), ("for this model", nil),
      ("The model is overloaded", nil), ("limits for models of this size", nil),
    ] as [(String, String?)])
  func `the model is taken from the message`(message: String, model: String?) {
    let body = #"{"error":{"message":"\#(message)"}}"#
    guard case .slowDown(let slow) = RefusalSample(429, body).diagnosis else {
      return #expect(Bool(false))
    }
    #expect(slow.model == model)
  }

  @Test(arguments: [
    (
      [
        "Request req_011CSHoEeqs5C35K2UUq failed at 12:30",
        "Request req_99aBBBeqs5C35K2UUr failed at 12:31",
      ],
      true
    ),
    (["id 6f1d0c1e-aaaa-4bbb-8ccc-0123456789ab", "id deadbeef-aaaa-4bbb-8ccc-ba9876543210"], true),
    ([#"cannot read \"cat.png\" today"#, #"cannot read \"dog.png\" today"#], true),
    (["Loading model", "Out of memory"], false),
  ])
  func `two jobs that met the same error have the same words`(messages: [String], isSame: Bool) {
    let words = messages.map {
      RefusalSample(500, #"{"error":{"message":"\#($0)"}}"#).diagnosis.failure?.words
    }
    #expect((words[0] == words[1]) == isSame)
  }

  @Test(arguments: [
    (503, #"{"error":{"message":"Loading model","code":503}}"#, "503: Loading model"),
    (500, #"{"detail":"not by\nthe provider"}"#, "500: not by the provider"), (503, "", "503"),
    (504, "<html><title>504 Gateway Time-out</title></html>", "504: Gateway Time-out"),
    (503, "{\"error\":\"a\u{202E}b\"}", "503: a\\u{202e}b"),
  ])
  func `an outage quotes the server`(status: Int, body: String, reason: String) {
    #expect(RefusalSample(status, body).diagnosis.failure?.outageReason == reason)
  }

  @Test func `the shortfall says that one job's max_tokens is too dear`() {
    let body = #"{"error":{"message":"You can only afford 5","required_credits":7}}"#
    guard case .insufficientBalance(let shortfall) = RefusalSample(402, body).diagnosis else {
      return #expect(Bool(false))
    }
    #expect(
      Halt.insufficientBalance(shortfall).cause
        == "the balance is not enough: You can only afford 5, 7.0 credits needed "
        + "(it is the max_tokens of this job that is too dear).")
  }

  @Test(arguments: [
    (200, #"{"error":{"code":402}}"#, true), (200, #"{"error" : null,"choices":[]}"#, false),
    (200, #"{"choices":[{"message":{"content":"{\"error\":1}"}}]}"#, false), (500, "", false),
    (500, #"{"error":{"code":"insufficient_balance"}}"#, true),
    (404, "", true), (301, "", false),
  ])
  func `the gate is held for what may be a refusal`(status: Int, body: String, holds: Bool) {
    #expect(Gate.holdsAtEnd(Response(status: status, body: Array(body.utf8))) == holds)
  }
}
