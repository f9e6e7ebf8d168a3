import Basics
import Testing

@testable import BatchRunner

/// What is asked after an answer.
@Suite struct FollowUpTests {
  private static let body =
    #"{"model":"m","max_tokens":1000,"messages":[{"role":"user","content":"x"}]}"#
  private static let prices = PriceList(
    source: "test", prices: ["m": Price(input: 1_000_000, output: 1_000_000)])

  private static func choice(_ reason: String, _ content: String) -> String {
    #"{"finish_reason":"\#(reason)","message":{"content":\#(content)}}"#
  }

  private static func end(
    _ choices: String, _ options: AskingAgain, _ expectation: BatchRunner.Expectation = .init(),
    body: String = Self.body, edits: BodyEdits = BodyEdits()
  ) -> AttemptEnd {
    var job = Job(
      id: "a", place: JobPlace(file: 0, index: 0), line: 1, fingerprint: Fingerprint(1),
      body: Array(body.utf8), model: "m")
    job.apply(edits)
    var reader = ReplyReader(
      expecting: expectation, askingAgain: options, pricing: Pricing(prices),
      redactor: Redactor([]))
    let reply = Reply(
      attempt: AttemptID(1),
      result: .success(Response(status: 200, body: Array(#"{"choices":[\#(choices)]}"#.utf8))),
      leftAt: MonotonicInstant(nanoseconds: 1), endedAt: MonotonicInstant(nanoseconds: 2))
    return reader.read(reply, to: job, at: WallTime(milliseconds: 0))
  }

  private static func options(_ words: String) -> AskingAgain {
    var options = AskingAgain()
    options.truncated = words.contains("t")
    options.empty = words.contains("e")
    options.corrects = words.contains("c")
    return options
  }

  private static var json: BatchRunner.Expectation {
    var expectation = BatchRunner.Expectation()
    expectation.isJSON = true
    return expectation
  }

  /// The options: t for `--retry-truncated`, e for `--retry-empty`.
  @Test(
    arguments: [
      ("t", choice("length", #""Once""#), "truncated"),
      ("te", choice("max_tokens", #""Once""#), "truncated"),
      ("t", choice("length", #""""#), "truncated"),
      ("t", choice("stop", #""a""#) + "," + choice("length", #""b""#), "truncated"),
      ("e", choice("length", #""Once""#), nil), ("", choice("length", #""Once""#), nil),
      // Cut off before the first word: asking for as much again would bring as little.
      ("e", choice("length", #""""#), nil),
      ("e", choice("stop", #""""#), "empty"), ("te", choice("stop", "null"), "empty"),
      ("e", choice("stop", #""""#) + "," + choice("stop", #"" ""#), "empty"),
      ("t", choice("stop", #""""#), nil), ("", choice("stop", #""""#), nil),
      ("te", choice("content_filter", #""""#), nil),
      ("te", choice("content_filter", #""Once""#), nil),
      ("te", choice("stop", #""Once""#), nil),
      ("te", choice("stop", #""""#) + "," + choice("stop", #""b""#), nil),
    ] as [(String, String, String?)])
  func `cut-off and empty answers are asked for again, if the user wants it`(
    options: String, choices: String, reason: String?
  ) {
    #expect(Self.end(choices, Self.options(options)).followUp?.reason.rawValue == reason)
  }

  @Test func `the request is edited, and has a ceiling of its own`() throws {
    let cut = Self.choice("length", #""Once""#)
    let first = try #require(Self.end(cut, Self.options("t")).followUp)
    let second = try #require(Self.end(cut, Self.options("t"), edits: first.edits).followUp)
    #expect(first.edits.doublings == 1 && second.edits.doublings == 2)
    // A dollar for each token: those of the prompt, and the limit.
    var pricing = Pricing(PriceList(source: "none", prices: [:]))
    let tokensIn = pricing.ceiling(of: Array(Self.body.utf8)).tokensIn
    #expect(first.ceiling.cost == Money(dollars: Double(tokensIn + 2000)))
    #expect(first.ceiling.tokens == tokensIn + 2000 && first.ceiling.weight.mostOut == 2000)
    #expect(second.ceiling.cost == Money(dollars: Double(tokensIn + 4000)))
    let empty = try #require(
      Self.end(Self.choice("stop", "null"), Self.options("e"), edits: first.edits).followUp)
    #expect(empty.edits == first.edits && empty.ceiling == first.ceiling)
  }

  @Test func `without max_tokens nothing is asked again, unless the API's limit is known`() {
    let body = #"{"model":"m","messages":[1]}"#
    let cut = Self.choice("length", #""Once""#)
    var options = Self.options("te")
    #expect(Self.end(cut, options, body: body).followUp == nil)
    options.standardLimit = 4096
    #expect(Self.end(cut, options, body: body).followUp?.reason == .truncated)
  }

  @Test(
    arguments: [
      ("https://api.skillboss.co/v1", 4096), ("https://API.skillboss.co:443", 4096),
      ("https://api.skillboss.co.example/v1", nil), ("http://127.0.0.1:8787/v1", nil),
      ("https://api.openai.com/v1", nil),
    ] as [(String, Int?)])
  func `only the limit of the default API is known`(url: String, limit: Int?) throws {
    #expect(AskingAgain.standardLimit(of: try Endpoint(url)) == limit)
  }

  @Test(
    arguments: [
      (choice("stop", #""Sure!""#), "Sure!", "the answer is not JSON: unexpected 'S'"),
      (
        choice("stop", #""{}""#) + "," + choice("stop", #""No.""#), "No.",
        "the answer is not JSON: unexpected 'N'"
      ),
      (
        choice("stop", #"[{"type":"text","text":"[1"},{"type":"text","text":","}]"#), "[1,",
        "the answer is not JSON: it ends in the middle of a value"
      ),
      (
        choice("length", #""[1""#), "[1",
        "the answer is not JSON: it ends in the middle of a value (it was cut off at max_tokens)"
      ),
    ])
  func `an answer that does not fit is shown with the complaint`(
    choices: String, answer: String, complaint: String
  ) {
    let end = Self.end(choices, Self.options("c"), Self.json)
    #expect(end.followUp?.reason == .unexpected)
    #expect(
      end.followUp?.edits.correction
        == .init(answer: answer, complaint: complaint, wanted: "the JSON"))
    #expect(end.followUp?.edits.corrections == 1)
  }

  @Test func `of several corrections the model is shown the last, and all are counted`() throws {
    let first = try #require(
      Self.end(Self.choice("stop", #""A""#), Self.options("c"), Self.json).followUp)
    let second = try #require(
      Self.end(Self.choice("stop", #""B""#), Self.options("c"), Self.json, edits: first.edits)
        .followUp)
    #expect(second.edits.correction?.answer == "B" && second.edits.corrections == 2)
  }

  @Test func `an answer without text cannot be shown, and a fitting one need not be`() {
    for (choices, expectation) in [
      (Self.choice("stop", #"" ""#), Self.json), (Self.choice("stop", #""{}""#), Self.json),
      (Self.choice("stop", #""Sure!""#), .init()),
    ] {
      #expect(Self.end(choices, Self.options("c"), expectation).followUp == nil)
    }
  }

  @Test func `an answer that was cut off and does not fit gets more tokens, not a complaint`() {
    let cut = Self.choice("length", #""[1""#)
    let end = Self.end(cut, Self.options("tc"), Self.json)
    #expect(end.followUp?.reason == .truncated && end.followUp?.edits.correction == nil)
    let body = #"{"model":"m","messages":[1]}"#
    let other = Self.end(cut, Self.options("tc"), Self.json, body: body)
    #expect(other.followUp?.reason == .unexpected)
  }
}
