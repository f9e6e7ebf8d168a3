import Basics
import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct AnswerTests {
  @Test func `an answer looks like a chat completion`() {
    var scenario = Scenario()
    scenario.text = .fixed("It is Paris.")
    var server = Server(scenario)
    let text = server.answer(at: 0).body.asText
    let id = text.dropFirst(#"{"id":"chatcmpl-"#.count).prefix(16)
    #expect(
      text == #"{"id":"chatcmpl-\#(id)","object":"chat.completion","created":1800000000,"#
        + #""model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","#
        + #""content":"It is Paris.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":14,"completion_tokens":3,"total_tokens":17}}"#)
  }

  @Test(arguments: [
    ("", 400), ("{", 400), ("[]", 400), (#"{"messages":[{"role":"user","content":"x"}]}"#, 400),
    (#"{"model":"","messages":[{"role":"user","content":"x"}]}"#, 400),
    (#"{"model":7,"messages":[{"role":"user","content":"x"}]}"#, 400),
    (#"{"model":"m"}"#, 400), (#"{"model":"m","messages":[]}"#, 400),
    (#"{"model":"m","messages":[ ]}"#, 400), (#"{"model":"m","messages":["x"]}"#, 400),
    (#"{"model":"m","messages":"x"}"#, 400), (#"{"model":"m","messages":[{"content":"x"}]}"#, 400),
    (Chat.body("x", #","max_tokens":0"#), 400), (Chat.body("x", #","max_tokens":1.5"#), 400),
    (Chat.body("x", #","max_tokens":"7""#), 400), (Chat.body("x") + "x", 400),
    (Chat.body("x", #","max_tokens":null"#), 200), (Chat.body("x", #","max_tokens":7"#), 200),
    (#"{"model":"m","messages":[{"role":"user","content":null}]}"#, 200),
  ])
  func `a request is validated`(body: String, status: Int) {
    var server = Server(Scenario())
    #expect(server.answer(at: 0, body).status == status)
    #expect(server.state.stats.accepted == (status == 200 ? 1 : 0))
  }

  @Test(arguments: Medium.allCases)
  func `other paths and methods are refused`(medium: Medium) throws {
    let sandbox = try TestedSandbox(Scenario(), in: medium)
    #expect(try sandbox.post(to: "/v1/completions")?.status == 404)
    #expect(try sandbox.post(to: "/v1/chat/completions/")?.status == 404)
    #expect(try sandbox.post(to: "/v1/models")?.status == 405)
    #expect(try sandbox.get("/v1/chat/completions")?.status == 405)
    #expect(try sandbox.post(to: "/v1/chat/completions?x=1")?.status == 200)
    #expect(sandbox.stats.received == 1)
  }

  @Test func `the output limit cuts an answer short`() {
    var scenario = Scenario()
    scenario.text = .fixed("one two three four")
    var server = Server(scenario)
    let cut = server.answer(at: 0, Chat.body("x", #","max_tokens":2"#)).body.asText
    #expect(cut.contains(#""content":"one two","#))
    #expect(cut.contains(#""finish_reason":"length""#))
    #expect(cut.contains(#""completion_tokens":2"#))
    let whole = server.answer(at: 0, Chat.body("x", #","max_completion_tokens":4"#)).body.asText
    #expect(whole.contains(#""content":"one two three four","#))
    #expect(whole.contains(#""finish_reason":"stop""#))
  }

  @Test func `a fixed text is sent unchanged`() throws {
    let text = "\n{\"a\": \"insufficient_balance\"}\t\u{1}日本 \u{1F600}\u{A0}end \n"
    var scenario = Scenario()
    scenario.text = .fixed(text)
    let response = try #require(try TestedSandbox(scenario, in: .memory).post())
    let content = try #require(response.content)
    var bytes = Array(content.utf8)
    #expect(bytes.withUnsafeMutableBytes { JSONString.decode(UnsafeRawBufferPointer($0)) } == text)
  }

  @Test(arguments: [
    "Wie heißt die Hauptstadt von Österreich?", "フランスの首都はどこですか", "Что это такое?",
    #"\n \" \\ \u00e9t\u00e9"#, "", "   ", "a😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
  ])
  func `an answer in any language is valid JSON with 20 to 60 words`(prompt: String) throws {
    let response = try #require(try TestedSandbox(Scenario(), in: .memory).post(Chat.body(prompt)))
    #expect(response.isJSON)
    #expect(String(validating: response.body, as: UTF8.self) != nil)
    let words = try #require(response.content).split(separator: " ").count
    #expect((20...60).contains(words))
    #expect(response.text.contains(#""completion_tokens":\#(words),"#))
  }

  @Test func `an answer uses the words of its request`() throws {
    let response = try #require(
      try TestedSandbox(Scenario(), in: .memory).post(Chat.body("eins zwei drei vier fünf")))
    let words = try #require(response.content).split(separator: " ").map {
      $0.filter { $0 != "." }
    }
    #expect(Set(words) == ["eins", "zwei", "drei", "vier", "fünf"])
  }

  @Test(arguments: [
    (Chat.body("1234"), 7), (Chat.body("12345"), 8), (Chat.body(""), 6), (Chat.body("日本"), 8),
    (Chat.body(#"\u65e5\u672c"#), 8),
    (
      #"{"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"12345"},"#
        + #"{"type":"image_url","image_url":{"url":"x"}}]},{"role":"user","content":"1"}]}"#, 12
    ),
  ])
  func `input tokens follow the documented rule`(body: String, tokens: Int) {
    #expect(TokenRule.inputTokens(Array(body.utf8)) == tokens)
    var server = Server(Scenario())
    #expect(server.answer(at: 0, body).body.asText.contains(#""prompt_tokens":\#(tokens),"#))
  }

  @Test(arguments: Medium.allCases)
  func `copies of a body and of an idempotency key are counted`(medium: Medium) throws {
    let sandbox = try TestedSandbox(Scenario(), in: medium)
    _ = try sandbox.post(Chat.body("a"), idempotencyKey: "k1")
    _ = try sandbox.post(Chat.body("a"), idempotencyKey: "k1")
    _ = try sandbox.post(Chat.body("b"), idempotencyKey: "k2")
    #expect(sandbox.stats.copies(of: Array(Chat.body("a").utf8)).accepted == 2)
    #expect(sandbox.stats.copies(of: Array(Chat.body("b").utf8)).charged == 1)
    #expect(sandbox.stats.copies(of: Array(Chat.body("c").utf8)).received == 0)
    #expect(sandbox.stats.duplicates == 1)
    #expect(sandbox.stats.byIdempotencyKey.values.map(\.received).sorted() == [1, 2])
    let json = try #require(try sandbox.get("/sandbox/stats"))
    #expect(json.isJSON)
    #expect(json.text.contains(#""received":3,"accepted":3,"charged":3,"#))
    #expect(json.text.contains(#""duplicates":1,"charged_twice":1,"credits":null,"#))
    #expect(json.text.hasSuffix(#""answered_by_status":{"200":3}}"#))
  }
}
