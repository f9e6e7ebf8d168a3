import Foundation
import Testing

@testable import BatchRunner

@Suite struct JobLineParserTests {
  static let body = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#

  @Test(
    arguments: [
      (body, nil, body),
      (#"{"custom_id":"a","model":"m","messages":[1]}"#, "a", #"{"model":"m","messages":[1]}"#),
      (
        #"{"model":"m", "custom_id" : "a" , "messages":[1]}"#, "a",
        #"{"model":"m", "messages":[1]}"#
      ),
      (#"{"model":"m","messages":[1] , "custom_id":"a" }"#, "a", #"{"model":"m","messages":[1] }"#),
      (
        #"{"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":"# + body + "}", "x",
        body
      ),
      (" \t" + body + " \r", nil, body),
      (
        #"{ "model" : "m",  "messages":[ 1 ], "t":1.0 }"#, nil,
        #"{ "model" : "m",  "messages":[ 1 ], "t":1.0 }"#
      ),
      (
        #"{"model":"m","messages":[1],"n":1.50,"n":2,"s":"\u00e9\/"}"#, nil,
        #"{"model":"m","messages":[1],"n":1.50,"n":2,"s":"\u00e9\/"}"#
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
    (#"{"messages":[1]}"#, 0, .missing("model")),
    (#"{"model":"m"}"#, 0, .missing("messages")),
    (#"{"model":1,"messages":[1]}"#, 9, .wrongType("model", expected: "a string")),
    (#"{"model":"","messages":[1]}"#, 9, .empty("model")),
    (#"{"model":"m","messages":[ ]}"#, 24, .empty("messages")),
    (#"{"model":"m","messages":{}}"#, 24, .wrongType("messages", expected: "an array")),
    (#"{"model":"m","model":"m","messages":[1]}"#, 13, .twice("model")),
    (#"{"model":"m","messages":[1],"stream":true}"#, 37, .streams),
    (
      #"{"model":"m","messages":[1],"custom_id":7}"#, 40,
      .wrongType("custom_id", expected: "a string")
    ),
    (#"{"model":"m","messages":[1],"custom_id":""}"#, 40, .empty("custom_id")),
    (#"{"model":"m","messages":[1],"custom_id":"a\nb"}"#, 40, .idHoldsControlCharacter),
    (#"{"model":"m","messages":[1],"custom_id":"\ud800"}"#, 40, .idHoldsHalfPair),
    (#"{"method":"POST","url":"/v1/chat/completions"}"#, 0, .missing("body")),
    (#"{"method":"GET","url":"/v1/chat/completions","body":{}}"#, 10, .methodNotPost("GET")),
    (
      #"{"method":"POST","url":"//evil/v1/chat/completions","body":{}}"#, 23,
      .urlNotAllowed("//evil/v1/chat/completions")
    ),
    (
      #"{"method":"POST","url":"/v1/chat/completions","body":[]}"#, 53,
      .wrongType("body", expected: "an object")
    ),
    (#"{"method":"POST","body":{}}"#, 0, .missing("url")),
  ]

  @Test(arguments: problems)
  func `a line that is not a job is refused with the reason and its offset`(
    line: String, offset: Int, reason: JobLineProblem.Reason
  ) {
    #expect(throws: JobLineProblem(offset: offset, reason: reason)) { try Self.parse(line) }
  }

  @Test func `an id may have at most 512 bytes`() throws {
    func line(_ count: Int) -> String {
      #"{"model":"m","messages":[1],"custom_id":""# + String(repeating: "é", count: count / 2)
        + #""}"#
    }
    #expect(try Self.parse(line(512)).0.id?.utf8.count == 512)
    #expect(throws: JobLineProblem(offset: 40, reason: .idTooLong(bytes: 514))) {
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
