import Basics
import Testing
import Tokens

@testable import BatchRunner

/// What an answer says about its tokens and its cost.
@Suite struct UsageReaderTests {
  private static func usage(
    _ usage: String, content: String = #""x""#, more: String = ""
  ) -> TokenUsage {
    let body = #"{"choices":[{"message":{"content":\#(content)}}]\#(more),"usage":\#(usage)}"#
    return ResponseBody(Array(body.utf8)).answer.usage
  }

  /// In, cached, out, reasoning, and the cost in billionths of a dollar.
  typealias Figures = (in: Int?, cached: Int?, out: Int?, reasoning: Int?, cost: Int?)

  private static let shapes: [(String, Figures)] = [
    (#"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}"#, (10, nil, 5, nil, nil)),
    (#"{"input_tokens":10,"output_tokens":5}"#, (10, nil, 5, nil, nil)),
    // Thinking in the total only.
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":75,"completion_tokens_details":{"reasoning_tokens":60}}"#,
      (10, nil, 65, 60, nil)
    ),
    (#"{"prompt_tokens":21,"completion_tokens":0,"total_tokens":81}"#, (21, nil, 60, nil, nil)),
    (#"{"prompt_tokens":21,"total_tokens":81}"#, (21, nil, 60, nil, nil)),
    // Thinking that is part of the tokens out.
    (
      #"{"prompt_tokens":10,"completion_tokens":65,"total_tokens":75,"completion_tokens_details":{"reasoning_tokens":60}}"#,
      (10, nil, 65, 60, nil)
    ),
    (#"{"prompt_tokens":10,"completion_tokens":65,"total_tokens":3}"#, (10, nil, 65, nil, nil)),
    (#"{"prompt_tokens":10,"completion_tokens":65,"total_tokens":-3}"#, (10, nil, 65, nil, nil)),
    (
      #"{"prompt_tokens":10,"completion_tokens":65,"total_tokens":1e18}"#, (10, nil, 65, nil, nil)
    ),
    // Cached input.
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":8}}"#,
      (10, 8, 5, nil, nil)
    ),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"cache_read_input_tokens":8}"#,
      (10, 8, 5, nil, nil)
    ),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":8}"#,
      (10, 8, 5, nil, nil)
    ),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}"#,
      (10, 0, 5, 0, nil)
    ),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":11}}"#,
      (10, nil, 5, nil, nil)
    ),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":-1}}"#,
      (10, nil, 5, nil, nil)
    ),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":null}"#,
      (10, nil, 5, nil, nil)
    ),
    // Costs.
    (#"{"prompt_tokens":10,"completion_tokens":5,"cost":2.71}"#, (10, nil, 5, nil, 2_710_000_000)),
    (
      #"{"prompt_tokens":10,"completion_tokens":5,"cost_in_usd_ticks":27100000000}"#,
      (10, nil, 5, nil, 2_710_000_000)
    ),
    (#"{"cost":1e-5}"#, (nil, nil, nil, nil, 10_000)),
    (#"{"cost":1e-12}"#, (nil, nil, nil, nil, 1)),
    (#"{"cost":0,"cost_in_usd_ticks":5}"#, (nil, nil, nil, nil, 1)),
    (#"{"cost":0}"#, (nil, nil, nil, nil, nil)), (#"{"cost":-1}"#, (nil, nil, nil, nil, nil)),
    (#"{"cost":1e300}"#, (nil, nil, nil, nil, nil)),
    (#"{"cost":1e999}"#, (nil, nil, nil, nil, nil)),
    (#"{"cost":"2.71"}"#, (nil, nil, nil, nil, nil)),
    (#"{"cost":null}"#, (nil, nil, nil, nil, nil)),
    // Nothing that can be right.
    ("{}", (nil, nil, nil, nil, nil)), ("null", (nil, nil, nil, nil, nil)),
    ("[1]", (nil, nil, nil, nil, nil)),
    (#"{"prompt_tokens":-5,"completion_tokens":1.5}"#, (nil, nil, nil, nil, nil)),
    (#"{"prompt_tokens":"7","completion_tokens":1e18}"#, (nil, nil, nil, nil, nil)),
    (#"{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}"#, (nil, nil, nil, nil, nil)),
    (#"{"prompt_tokens":"7","input_tokens":9,"output_tokens":3}"#, (9, nil, 3, nil, nil)),
  ]

  @Test(arguments: shapes)
  func `tokens and costs are read as services report them`(text: String, figures: Figures) {
    let read = Self.usage(text)
    #expect(read.tokensIn == figures.in)
    #expect(read.cachedIn == figures.cached)
    #expect(read.tokensOut == figures.out)
    #expect(read.reasoningOut == figures.reasoning)
    #expect(read.cost?.nanodollars == figures.cost)
  }

  @Test(
    arguments: [
      ("flex", .flex), ("Priority", .priority), ("batch", .batch), ("default", .standard),
      ("unheard of", nil), (String(repeating: "x", count: 64_000), nil),
    ] as [(String, ServiceTier?)])
  func `the service tier is that of the answer`(word: String, tier: ServiceTier?) {
    #expect(Self.usage("{}", more: #","service_tier":"\#(word)""#).tier == tier)
    #expect(Self.usage(#"{"service_tier":"\#(word)"}"#).tier == tier)
  }

  @Test func `a tool call takes tokens too`() {
    let body =
      #"{"choices":[{"message":{"tool_calls":[{"id":"t"}]}}],"#
      + #""usage":{"prompt_tokens":0,"completion_tokens":0}}"#
    let read = ResponseBody(Array(body.utf8)).answer.usage
    #expect(read.tokensIn == nil && read.tokensOut == nil)
  }

  private static let sentence = "The quick brown fox jumps over the lazy dog near the river bank. "

  /// About 14 tokens a sentence; 20 sentences a choice.
  @Test(
    arguments: [(1, 280, 280), (2, 560, 560), (2, 280, nil), (4, 280, nil), (4, 1120, 1120)]
      as [(Int, Int, Int?)])
  func `tokens that cannot cover the texts of all choices are unknown`(
    choices: Int, reported: Int, read: Int?
  ) {
    let text = String(repeating: Self.sentence, count: 20)
    let choice = #"{"message":{"content":[{"type":"text","text":"\#(text)"}]}}"#
    let list = Array(repeating: choice, count: choices).joined(separator: ",")
    let body =
      #"{"model":"gpt-5","choices":[\#(list)],"#
      + #""usage":{"prompt_tokens":9,"completion_tokens":\#(reported)}}"#
    #expect(ResponseBody(Array(body.utf8)).answer.tokensOut == read)
  }

  @Test func `one word in each choice is covered by one token each`() {
    let choice = #"{"message":{"content":"yes"}}"#
    let body =
      #"{"model":"gpt-5","choices":[\#(choice),\#(choice),\#(choice)],"#
      + #""usage":{"prompt_tokens":9,"completion_tokens":3}}"#
    #expect(ResponseBody(Array(body.utf8)).answer.tokensOut == 3)
  }

  @Test(
    arguments: [
      ("0.0139", 13_900_000), ("3.05e-05", 30_500), ("0", nil), ("0.0", nil), ("-1", nil),
      ("nan", nil), ("inf", nil), ("0x1p3", nil), ("1e300", nil), ("", nil), ("1.2.3", nil),
      (String(repeating: "1", count: 100), nil),
    ] as [(String, Int?)])
  func `a header can say what the answer cost`(value: String, nanodollars: Int?) {
    var headers = ResponseHeaders()
    headers.add(name: "X-LiteLLM-Response-Cost", value: value)
    #expect(headers.reportedCost?.nanodollars == nanodollars)
  }

  @Test func `the body's own cost goes before the header's, and a refusal has none`() {
    let answer = #"{"choices":[{"message":{"content":"x"}}],"usage":{"cost":1}}"#
    func cost(_ status: Int, _ body: String) -> Money? {
      var response = Response(status: status, body: Array(body.utf8))
      response.headers.others.responseCost = "2"
      let reply = Reply(
        attempt: AttemptID(1), result: .success(response),
        leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2))
      return Diagnosis(on: reply, nil).answer?.usage.cost
    }
    #expect(cost(200, answer) == Money(dollars: 1))
    #expect(cost(200, #"{"choices":[{"message":{"content":"x"}}]}"#) == Money(dollars: 2))
    #expect(cost(429, #"{"error":{"message":"no"}}"#) == nil)
  }
}
