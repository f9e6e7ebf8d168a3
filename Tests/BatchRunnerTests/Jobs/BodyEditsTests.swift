import Basics
import Testing

@testable import BatchRunner

@Suite struct BodyEditsTests {
  private static func edited(
    _ body: String, doublings: Int = 0, standard: Int? = nil,
    _ correction: BodyEdits.Correction? = nil
  ) -> String? {
    var edits = BodyEdits()
    edits.doublings = doublings
    edits.standardLimit = standard
    edits.correction = correction
    return edits.applied(to: Array(body.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    arguments: [
      (#"{"max_tokens":50,"messages":[]}"#, #"{"max_tokens":100,"messages":[]}"#),
      (
        #"{ "messages" : [ ] , "max_completion_tokens" : 50 }"#,
        #"{ "messages" : [ ] , "max_completion_tokens" : 100 }"#
      ),
      (#"{"max_tokens":5e1}"#, #"{"max_tokens":100}"#),
      (#"{"max_tokens":50.0}"#, #"{"max_tokens":100}"#),
      (#"{"max\u005ftokens":9}"#, #"{"max\u005ftokens":18}"#),
      // Both, or one twice: servers differ in which one counts.
      (
        #"{"max_tokens":50,"max_completion_tokens":7}"#,
        #"{"max_tokens":100,"max_completion_tokens":14}"#
      ),
      (#"{"max_tokens":50,"max_tokens":7}"#, #"{"max_tokens":100,"max_tokens":14}"#),
      (
        #"{"max_tokens":null,"max_completion_tokens":7}"#,
        #"{"max_tokens":null,"max_completion_tokens":14}"#
      ),
      // Only the request's own limit is changed.
      (
        #"{"max_tokens":1,"messages":[{"content":"\"max_tokens\":50","max_tokens":3}],"x":{"max_tokens":4}}"#,
        #"{"max_tokens":2,"messages":[{"content":"\"max_tokens\":50","max_tokens":3}],"x":{"max_tokens":4}}"#
      ),
      (#"{"a":1.50,"max_tokens":1,"é":"\u00e9"}"#, #"{"a":1.50,"max_tokens":2,"é":"\u00e9"}"#),
    ] as [(String, String)])
  func `the limit is doubled, and every other byte stays`(body: String, expected: String) {
    #expect(Self.edited(body, doublings: 1) == expected)
    #expect(Self.edited(body) == body)
  }

  @Test(arguments: [
    #"{"messages":[]}"#, #"{"max_tokens":null}"#, #"{"max_tokens":0}"#, #"{"max_tokens":-5}"#,
    #"{"max_tokens":0.5}"#, #"{"max_tokens":1e400}"#, #"{"max_tokens":"50"}"#,
    #"{"max_tokens":9223372036854775807}"#, #"{"max_tokens":50,"max_completion_tokens":"7"}"#,
    #"[{"max_tokens":1}]"#, #"{"max_tokens":50"#, "",
  ])
  func `a body without a limit that can be doubled is not edited`(body: String) {
    #expect(Self.edited(body, doublings: 1) == nil)
  }

  @Test(
    arguments: [
      (#"{"model":"m","messages":[{}]}"#, #"{"model":"m","messages":[{}],"max_tokens":8192}"#),
      ("{ \"messages\" : [] \n}", "{ \"messages\" : [],\"max_tokens\":8192 \n}"),
      (#"{"max_tokens": null,"a":1}"#, #"{"max_tokens": 8192,"a":1}"#),
      (#"{"max_completion_tokens":null}"#, #"{"max_completion_tokens":8192}"#),
      (
        #"{"max_completion_tokens":null,"max_tokens":null}"#,
        #"{"max_completion_tokens":8192,"max_tokens":null}"#
      ),
      (#"{"max_tokens":50}"#, #"{"max_tokens":100}"#),
      (#"{"max_tokens":-1}"#, nil),
      ("{}", nil),
    ] as [(String, String?)])
  func `where the API's limit is known, a body without one gets twice as much`(
    body: String, expected: String?
  ) {
    #expect(Self.edited(body, doublings: 1, standard: 4096) == expected)
  }

  @Test func `each doubling is taken from the body of the file`() {
    #expect(Self.edited(#"{"max_tokens":3}"#, doublings: 4) == #"{"max_tokens":48}"#)
    #expect(
      Self.edited(#"{"a":0}"#, doublings: 2, standard: 4096) == #"{"a":0,"max_tokens":16384}"#)
    #expect(Self.edited(#"{"max_tokens":3}"#, doublings: 62) == nil)
  }

  private static let added =
    #",{"role":"assistant","content":"a \"b\"\n"},{"role":"user","content":"This answer cannot be "#
    + #"used: /a: not one of \"c\". Answer again with the JSON only, without any other text."}"#

  @Test(arguments: [
    (#"{"messages":[{"role":"user","content":"messages"}"#, #"],"max_tokens":3}"#),
    (#"{"max_tokens":3,"messages":[{"content":[{"type":"text","text":"]"}]}"#, "]}"),
    (#"{ "messages" : [ {"a":[1]} , {"b":"]"}"#, " \n] , \"messages_\":[] }"),
    (#"{"m\u0065ssages":[1"#, "]}"),
  ])
  func `answer and complaint stand behind the last message`(before: String, after: String) {
    let correction = BodyEdits.Correction(
      answer: "a \"b\"\n", complaint: #"/a: not one of "c""#, wanted: "the JSON")
    #expect(Self.edited(before + after, correction) == before + Self.added + after)
  }

  @Test(arguments: [#"{"messages":[]}"#, #"{"messages":"text"}"#, #"{"a":[1]}"#])
  func `without messages nothing can stand behind them`(body: String) {
    #expect(
      Self.edited(body, BodyEdits.Correction(answer: "a", complaint: "b", wanted: "c")) == nil)
  }

  @Test func `limit and messages are edited together, wherever they stand`() {
    let correction = BodyEdits.Correction(
      answer: "a \"b\"\n", complaint: #"/a: not one of "c""#, wanted: "the JSON")
    #expect(
      Self.edited(#"{"max_tokens":3,"messages":[1]}"#, doublings: 1, correction)
        == #"{"max_tokens":6,"messages":[1"# + Self.added + "]}")
    #expect(
      Self.edited(#"{"messages":[1],"n":2}"#, doublings: 1, standard: 4096, correction)
        == #"{"messages":[1"# + Self.added + #"],"n":2,"max_tokens":8192}"#)
  }

  @Test func `a job keeps its fingerprint, and edits always begin with the body of the file`() {
    var job = Job(
      id: "a", place: JobPlace(file: 0, index: 0), line: 1, fingerprint: Fingerprint(7),
      body: Array(#"{"max_tokens":3}"#.utf8), model: "m")
    for doublings in 1...3 {
      var edits = BodyEdits()
      edits.doublings = doublings
      job.apply(edits)
      #expect(job.body == Array(#"{"max_tokens":\#(3 << doublings)}"#.utf8))
      #expect(job.fileBody == Array(#"{"max_tokens":3}"#.utf8))
    }
    #expect(job.fingerprint == Fingerprint(7))
  }
}
