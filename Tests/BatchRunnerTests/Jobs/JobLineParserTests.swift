import Basics
import Foundation
import Testing

@testable import BatchRunner

@Suite struct JobLineParserTests {
  static let body = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#

  @Test(
    arguments: [
      (body, nil, body),
      (
        #"{"custom_id":"a","model":"m","messages":[{"role":"user"}]}"#, "a",
        #"{"model":"m","messages":[{"role":"user"}]}"#
      ),
      (
        #"{"model":"m", "custom_id" : "a" , "messages":[{"role":"user"}]}"#, "a",
        #"{"model":"m", "messages":[{"role":"user"}]}"#
      ),
      (
        #"{"model":"m","messages":[{"role":"user"}] , "custom_id":"a" }"#, "a",
        #"{"model":"m","messages":[{"role":"user"}] }"#
      ),
      (
        #"{"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":"# + body + "}", "x",
        body
      ),
      (" \t" + body + " \r", nil, body),
      (
        #"{ "model" : "m",  "messages":[ {"role":"user"} ], "t":1.0 }"#, nil,
        #"{ "model" : "m",  "messages":[ {"role":"user"} ], "t":1.0 }"#
      ),
      (
        #"{"model":"m","messages":[{"role":"user"}],"n":1.50,"n":2,"s":"\u00e9\/"}"#, nil,
        #"{"model":"m","messages":[{"role":"user"}],"n":1.50,"n":2,"s":"\u00e9\/"}"#
      ),
    ] as [(String, String?, String)])
  func `the body is sent byte for byte, without the id`(line: String, id: String?, body: String)
    throws
  {
    let (parsed, bytes) = try Self.parse(line)
    #expect(parsed.id == id)
    #expect(String(decoding: bytes, as: UTF8.self) == body)
  }

  @Test func `a job that was only reformatted keeps its fingerprint`() throws {
    let spaced = #" { "model" : "m" , "messages" : [ { "role":"user", "content":"hi" } ] } "#
    let batch =
      #"{"custom_id": "x", "method": "POST", "url": "/v1/chat/completions", "body": "# + spaced
      + "}"
    let withID = #"{"custom_id": "y", "model":"m","messages":[{"role":"user","content":"hi"}]}"#
    let prints = try [Self.body, spaced, batch, withID].map { try Self.parse($0).0.fingerprint }
    #expect(Set(prints).count == 1)
    #expect(try Self.parse(Self.body.replacing("hi", with: "h i")).0.fingerprint != prints[0])
  }

  static let problems: [(String, Int, JobLineProblem.Reason)] = [
    ("[1]", 0, .notAnObject),
    ("{\"model\":1", 10, .notJSON("it ends in the middle of a value")),
    (#"{"messages":[{"role":"user"}]}"#, 0, .missing("model")),
    (#"{"model":"m"}"#, 0, .missing("messages")),
    (#"{"model":1,"messages":[{"role":"user"}]}"#, 9, .wrongType("model", expected: "a string")),
    (#"{"model":"","messages":[{"role":"user"}]}"#, 9, .empty("model")),
    (#"{"model":"m","messages":[ ]}"#, 24, .empty("messages")),
    (#"{"model":"m","messages":{}}"#, 24, .wrongType("messages", expected: "an array")),
    (#"{"model":"m","model":"m","messages":[{"role":"user"}]}"#, 13, .twice("model")),
    (#"{"model":"m","messages":[{"role":"user"}],"custom_id":-7.0}"#, 54, .idIsNumber("-7.0")),
    (
      #"{"model":"m","messages":[{"role":"user"}],"custom_id":true}"#, 54,
      .wrongType("custom_id", expected: "a string")
    ),
    (#"{"model":"m","messages":[{"role":"user"}],"custom_id":""}"#, 54, .empty("custom_id")),
    (
      #"{"model":"m","messages":[{"role":"user"}],"custom_id":"a\nb"}"#, 54,
      .idHoldsControlCharacter
    ),
    (#"{"model":"m","messages":[{"role":"user"}],"custom_id":"\ud800"}"#, 54, .idHoldsHalfPair),
    (#"{"method":"POST","url":"/v1/chat/completions"}"#, 0, .missing("body")),
    (#"{"method":"GET","url":"/v1/chat/completions","body":{}}"#, 10, .methodNotPost("GET")),
    (#"{"method":1,"body":{}}"#, 10, .wrongType("method", expected: "a string")),
    (#"{"method":"PO\ud800ST","body":{}}"#, 10, .methodNotPost("\u{FFFD}")),
    (#"{"method":"POST","method":"POST","body":{}}"#, 17, .twice("method")),
    (#"{"url":"/v1/moderations","body":{}}"#, 7, .urlNotAllowed("/v1/moderations")),
    (#"{"url":"/chat/completions/x","body":{}}"#, 7, .urlNotAllowed("/chat/completions/x")),
    (#"{"url":"/x?/chat/completions","body":{}}"#, 7, .urlNotAllowed("/x?/chat/completions")),
    (#"{"url":[],"body":{}}"#, 7, .wrongType("url", expected: "a string")),
    (#"{"url":null,"body":null,"method":null}"#, 0, .missing("model")),
    (
      #"{"method":"POST","url":"/v1/chat/completions","body":[]}"#, 53,
      .wrongType("body", expected: "an object")
    ),
    (#"{"body":{"model":"m"}}"#, 8, .missing("messages")),
    (#"{"model":"m","messages":[null]}"#, 25, .notAMessage(1, "is null")),
    (#"{"model":"m","messages":["hi"]}"#, 25, .notAMessage(1, "is a string")),
    (#"{"model":"m","messages":[[]]}"#, 25, .notAMessage(1, "is not an object")),
    (#"{"model":"m","messages":[{"role":"user"}, {}]}"#, 42, .notAMessage(2, "has no 'role'")),
    (
      #"{"body":{"model":"m","messages":[{"content":"x"}]}}"#, 33,
      .notAMessage(1, "has no 'role'")
    ),
    (
      #"{"body":{"model":"m","messages":[{"role":null}]}}"#, 33,
      .notAMessage(1, "has a 'role' that is not a string")
    ),
    (
      #"{"model":"m","messages":[{"role":"user"}],"response_format":{}}"#, 60,
      .noType("response_format")
    ),
    (
      #"{"body":{"model":"m","messages":[{"role":"user"}],"response_format":{"type":null}}}"#, 68,
      .noType("response_format")
    ),
    (#"{"model":"m","temperature":NaN}"#, 27, .otherJSON(.notFinite("NaN"))),
    (#"{'model':'m'}"#, 1, .otherJSON(.singleQuotes)),
  ]

  @Test(arguments: problems)
  func `a line that is not a job is refused with the reason and its offset`(
    line: String, offset: Int, reason: JobLineProblem.Reason
  ) {
    #expect(throws: JobLineProblem(offset: offset, reason: reason)) { try Self.parse(line) }
  }

  /// The members around the body of batch lines, as people's files have them.
  static let envelopes: [(String, String?)] = [
    // OpenAI.
    (#""custom_id":"a","method":"POST","url":"/v1/chat/completions""#, "a"),
    // Azure OpenAI's guide to batches, and the address of a deployment.
    (#""custom_id":"a","method":"POST","url":"/chat/completions""#, "a"),
    (
      #""custom_id":"a","url":"https://x.openai.azure.com/openai/deployments/d/chat/completions"#
        + #"?api-version=2024-10-21""#, "a"
    ),
    // Zhipu, Volcengine.
    (#""custom_id":"a","method":"POST","url":"/v4/chat/completions""#, "a"),
    (#""custom_id":"a","url":"\/api\/v3\/chat\/completions""#, "a"),
    (#""custom_id":"a","url":"/v1/chat/completions#x""#, "a"),
    (#""url":"//evil/v1/chat/completions""#, nil),
    // Mistral and Together.
    (#""custom_id":"a""#, "a"),
    // What pandas writes of a table with empty cells.
    (#""custom_id":null,"method":null,"url":null,"model":null,"messages":null"#, nil),
    (#""custom_id":"a","method":"post","url":null"#, "a"),
    (#""method":"Post""#, nil),
  ]

  @Test(arguments: envelopes)
  func `a batch line may have any method and url of chat completions, or none`(
    envelope: String, id: String?
  ) throws {
    for line in ["{\(envelope),\"body\":\(Self.body)}", "{\"body\":\(Self.body),\(envelope)}"] {
      let (parsed, bytes) = try Self.parse(line)
      #expect(parsed.id == id)
      #expect(String(decoding: bytes, as: UTF8.self) == Self.body)
    }
  }

  @Test(
    arguments: [
      (
        #"{"custom_id":"a","method":null,"url":null,"body":null,"model":"m","messages":[{"role":"user"}]}"#,
        "a",
        #"{"method":null,"url":null,"body":null,"model":"m","messages":[{"role":"user"}]}"#
      ),
      (
        #"{"model":"m","messages":[{"role":"user"}],"custom_id":null}"#, nil,
        #"{"model":"m","messages":[{"role":"user"}]}"#
      ),
    ] as [(String, String?, String)])
  func `members that are null make no batch line and no id`(
    line: String, id: String?, body: String
  ) throws {
    let (parsed, bytes) = try Self.parse(line)
    #expect(parsed.id == id)
    #expect(String(decoding: bytes, as: UTF8.self) == body)
  }

  @Test(
    arguments: [
      (#"{"model":"m","messages":[{"role":"user"}],"stream":true}"#, true),
      (#"{"body":{"model":"m","messages":[{"role":"user"}],"stream":true}}"#, true),
      (#"{"body":{"model":"m","messages":[{"role":"user"}]},"stream":true}"#, false),
      (#"{"model":"m","messages":[{"role":"user"}],"stream":false}"#, false),
      (#"{"model":"m","messages":[{"role":"user"}],"stream":null}"#, false),
    ])
  func `a body may ask for a stream`(line: String, streams: Bool) throws {
    #expect(try Self.parse(line).0.streams == streams)
  }

  static let others: [(String, Int, OtherAPI)] = [
    (#"{"custom_id":"a","params":{"model":"m","messages":[{"role":"user"}]}}"#, 26, .anthropic),
    (#"{"key":"a","request":{"contents":[{"parts":[{"text":"x"}]}]}}"#, 21, .gemini),
    (#"{"request":{"contents":[]}}"#, 11, .gemini),
    (#"{"request":{"anthropic_version":"x","messages":[{"role":"user"}]}}"#, 11, .anthropic),
    (#"{"custom_id":"a","result":{"type":"succeeded"}}"#, 26, .results),
    (#"{"model":"m","contents":[]}"#, 24, .gemini),
    (#"{"recordId":"a","modelInput":{"messages":[{"role":"user"}]}}"#, 29, .bedrock),
    (#"{"url":"/v1/responses","body":{"model":"m","input":"x"}}"#, 7, .responses),
    (#"{"url":"/openai/v1/responses?v=1","body":{"model":"m","input":"x"}}"#, 7, .responses),
    (#"{"url":"/v1/embeddings","body":{"model":"m","input":"x"}}"#, 7, .embeddings),
    (#"{"url":"/v1/completions","body":{"model":"m","prompt":"x"}}"#, 7, .completions),
    (#"{"custom_id":"a","body":{"model":"m","prompt":"x"}}"#, 46, .completions),
    (#"{"custom_id":"a","body":{"model":"m","input":["x"]}}"#, 45, .input),
    (#"{"model":"m","input":"x"}"#, 21, .input),
    (#"{"id":"b","custom_id":"a","response":{"status_code":200,"body":{}}}"#, 37, .results),
  ]

  @Test(arguments: others)
  func `a request for another API is recognised`(line: String, offset: Int, api: OtherAPI) {
    #expect(
      throws: JobLineProblem(offset: offset, reason: .otherAPI(api, lines: 1))
    ) { try Self.parse(line) }
  }

  @Test(
    arguments: [
      #""response_format":{"type":"json_schema","json_schema":{}}"#, #""response_format":null"#,
      #""response_format":"auto""#,
    ])
  func `a response format needs no more than its type`(member: String) throws {
    _ = try Self.parse(#"{"model":"m","messages":[{"role":"user"}],\#(member)}"#)
  }

  @Test func `a job with a problem of its own is not taken for another API's`() {
    let line = #"{"custom_id":"","params":{},"model":"m","messages":[{"role":"user"}]}"#
    #expect(throws: JobLineProblem(offset: 13, reason: .empty("custom_id"))) {
      try Self.parse(line)
    }
  }

  @Test func `members of another API beside a job are its own business`() throws {
    let body = #"{"model":"m","messages":[{"role":"user"}],"input":"x","prompt":"y","params":{}}"#
    #expect(String(decoding: try Self.parse(body).1, as: UTF8.self) == body)
  }

  @Test func `an id may have at most 512 bytes`() throws {
    func line(_ count: Int) -> String {
      #"{"model":"m","messages":[{"role":"user"}],"custom_id":""#
        + String(repeating: "é", count: count / 2)
        + #""}"#
    }
    #expect(try Self.parse(line(512)).0.id?.utf8.count == 512)
    #expect(throws: JobLineProblem(offset: 54, reason: .idTooLong(bytes: 514))) {
      try Self.parse(line(514))
    }
  }

  static func parse(_ line: String) throws(JobLineProblem) -> (JobLine, [UInt8]) {
    var parser = JobLineParser()
    let result: Result<(JobLine, [UInt8]), JobLineProblem> = Array(line.utf8).withUnsafeBytes {
      raw in
      do throws(JobLineProblem) {
        let parsed = try parser.parse(raw)
        return .success((parsed, parsed.bodyBytes(of: raw)))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
