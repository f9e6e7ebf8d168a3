import Basics
import Testing

@testable import BatchRunner

@Suite struct ExpectationTests {
  @Test(
    arguments: [
      ("{}", nil), (" \n\t[1]\r\n", nil), ("\"text\"", nil), ("-0.5", nil),
      ("```json\n{\"a\": 1}\n```", nil), ("Sure!\n```json\n{}\n```\nDone.", nil),
      ("", "the answer is empty"), (" \n", "the answer is empty"),
      ("```json\n```", "the answer is empty"), ("<think>a</think> ", "the answer is empty"),
      ("Here: {}", "the answer is not JSON: unexpected 'H'"),
      ("{} Done.", "the answer is not JSON: text after the end of the value"),
      ("{}\n{}", "the answer is not JSON: text after the end of the value"),
      ("{\"a\":1,}", "the answer is not JSON: unexpected '}'"),
      ("{'a':1}", "the answer is not JSON: unexpected '''"),
      ("NaN", "the answer is not JSON: unexpected 'N'"),
      ("01", "the answer is not JSON: an invalid number"),
      ("{\"a\":", "the answer is not JSON: it ends in the middle of a value"),
      ("```json\n{\"a\":\n```", "the answer is not JSON: unexpected '`'"),
      ("<think>{}</think>No.", "the answer is not JSON: unexpected 'N'"),
      (
        "```json\n{}\n```\n```json\n{}\n```",
        "the answer has JSON in more than one code block"
      ),
    ] as [(String, String?)])
  func `an answer has one JSON value`(text: String, complaint: String?) {
    #expect(Self.json.complaint(about: AnswerFacts(), in: SchemaTests.body(text)) == complaint)
  }

  /// A body whose message calls a tool with these arguments, beside a content of white space.
  private static func call(_ arguments: String) -> String {
    #"{"choices":[{"message":{"content":" ","tool_calls":[{"function":{"arguments":"#
      + arguments + #"}},{"function":{"arguments":"no"}}]}}]}"#
  }

  private static var json: BatchRunner.Expectation {
    var expectation = BatchRunner.Expectation()
    expectation.isJSON = true
    return expectation
  }

  @Test(
    arguments: [
      (#"{"choices":[{"message":{"content":null}}]}"#, "the answer is not text"),
      (#"{"choices":[{"message":{}}]}"#, "the answer is not text"),
      (#"{"choices":[{"text":"{}"}]}"#, "the answer is not text"),
      (#"{"choices":[1]}"#, "the answer is not text"),
      (#"{"choices":[{"message":{"content":[]}}]}"#, "the answer is not text"),
      (
        #"{"choices":[{"message":{"content":[{"text":"{\""},{"type":"text","text":"a\":1}"}]}}]}"#,
        nil
      ),
      (
        #"{"choices":[{"message":{"content":[{"type":"reasoning","text":"[1"},"#
          + #"{"type":"output_text","text":"[]"}]}}]}"#,
        nil
      ),
      (
        #"{"choices":[{"message":{"content":[{"type":"thinking","text":"{}"}]}}]}"#,
        "the answer is not text"
      ),
      (#"{"choices":[{"message":{"content":{"a":1}}}]}"#, nil),
      (
        #"{"choices":[{"message":{"content":"\ud800"}}]}"#,
        "the answer is not JSON: unexpected byte 0xef"
      ),
      (#"{"choices":[{"message":{"content":"{\"a\":\"\ud83d\"}"}}]}"#, nil),
      (call(#""{\"a\":1}""#), nil), (call(#"{"a":1}"#), nil),
      (call(#""{""#), "the answer is not JSON: it ends in the middle of a value"),
      (#"{"choices":[{"message":{"function_call":{"name":"f","arguments":"[]"}}}]}"#, nil),
      (
        call("{}").replacing(#"" ""#, with: #""no""#),
        "the answer is not JSON: unexpected 'o'"
      ),
      (#"{"choices":[{"message":{"content":"","tool_calls":[]}}]}"#, "the answer is empty"),
      (#"{"choices":[{"message":{"content":"{}"}},{"message":{"content":"[]"}}]}"#, nil),
      (
        #"{"choices":[{"message":{"content":"{}"}},{"message":{"content":"no"}}]}"#,
        "choice 2: the answer is not JSON: unexpected 'o'"
      ),
      (#"{"choices":[{"message":{"content":"[1,\n{\"a\":2.0}]"}}]}"#, nil),
    ] as [(String, String?)])
  func `every choice of an answer is checked`(body: String, complaint: String?) {
    let found = Self.json.complaint(about: AnswerFacts(), in: Array(body.utf8))
    #expect(found == complaint)
  }

  @Test func `the complaint about a cut-off answer says that it was cut off`() {
    let cut = AnswerFacts(flags: .truncated)
    let body = SchemaTests.body(#"{"a":"#)
    #expect(
      Self.json.complaint(about: cut, in: body)
        == "the answer is not JSON: it ends in the middle of a value (it was cut off at max_tokens)"
    )
    let none = BatchRunner.Expectation()
    #expect(none.complaint(about: cut, in: body) == nil && none.isEmpty)
  }

  @Test func `only an answer that would be a result is checked`() {
    let unfit = Failure(
      kind: .unexpectedAnswer, message: "the answer is not JSON: unexpected 'h'")
    #expect(
      Self.diagnosis(200, DiagnosisTests.good)
        == .unexpected(AnswerFacts(tokensIn: 3, tokensOut: 5), unfit))
    #expect(DiagnosisTests.meaning(Self.diagnosis(200, "{}")) == "again")
    #expect(DiagnosisTests.meaning(Self.diagnosis(400, DiagnosisTests.good)) == "failed")
    #expect(DiagnosisTests.meaning(Self.diagnosis(402, DiagnosisTests.good)) == "balance")
  }

  private static func diagnosis(_ status: Int, _ body: String) -> Diagnosis {
    let response = Response(status: status, body: Array(body.utf8))
    let reply = Reply(
      attempt: AttemptID(1), result: .success(response), leftAt: MonotonicInstant(nanoseconds: 1),
      endedAt: MonotonicInstant(nanoseconds: 2))
    return Diagnosis(on: reply, nil, expecting: json)
  }
}
