import Basics
import Testing

@testable import BatchRunner

/// What kind of answer a body is.
@Suite struct AnswerChoicesTests {
  private static func body(_ message: String, _ more: String = #","finish_reason":"stop""#)
    -> String
  {
    #"{"choices":[{"index":0,"message":\#(message)\#(more)}]}"#
  }

  private static func reason(_ reason: String) -> String {
    body(#"{"content":"x"}"#, #","finish_reason":"\#(reason)""#)
  }

  private static let whole: [(String, AnswerFlags)] = [
    (body(#"{"content":"x"}"#), []), (body(#"{"content":"x"}"#, #","finish_reason":null"#), []),
    (body(#"{"content":"x"}"#, ""), []), (reason("eos_token"), []),
    (body(#"{"content":""}"#), .empty), (body(#"{"content":" \n\t\u00a0\u200b"}"#), .empty),
    (body(#"{"content":"\ud83d"}"#), []), (body(#"{"content":" é"}"#), []),
    (body(#"{"content":null}"#), .empty), (body("{}"), .empty), (body("null"), .empty),
    (body(#"{"content":null,"reasoning_content":"hm","reasoning":"hm"}"#), .empty),
    (#"{"choices":[{"finish_reason":"stop"}]}"#, .empty), (body(#""x""#), .empty),
    (body(#"{"content":null,"tool_calls":[{"id":"t"}]}"#), []),
    (body(#"{"content":null,"tool_calls":[]}"#), .empty),
    (body(#"{"content":"","function_call":{"name":"f"}}"#), []),
    (body(#"{"content":null,"refusal":"I can't"}"#), []),
    (body(#"{"content":null,"refusal":"","audio":null}"#), .empty),
    (body(#"{"content":null,"audio":{"id":"a"}}"#), []),
    (body(#"{"content":"","images":[{"type":"image_url"}]}"#), []),
    (body(#"{"content":[{"type":"text","text":"x"}]}"#), []), (body(#"{"content":["x"]}"#), []),
    (body(#"{"content":[{"type":"text","text":" "}]}"#), .empty),
    (body(#"{"content":[]}"#), .empty),
    (body(#"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]}"#), .empty),
    (body(#"{"content":[{"type":"reasoning","text":"hm"}]}"#), .empty),
    (body(#"{"content":[{"type":"image_url","image_url":{}}]}"#), []),
    (reason("length"), .truncated), (reason("max_tokens"), .truncated),
    (reason("MAX_TOKENS"), .truncated), (reason("model_length"), .truncated),
    (reason("model_context_window_exceeded"), .truncated),
    (body(#"{"content":""}"#, #","finish_reason":"length""#), [.truncated, .empty]),
    (reason("content_filter"), .filtered), (reason("content-filter"), .filtered),
    (reason("sensitive"), .filtered), (reason("safety"), .filtered), (reason("SAFETY"), .filtered),
    (reason("RECITATION"), .filtered), (reason("PROHIBITED_CONTENT"), .filtered),
    (reason("content_filter: OTHER"), .filtered), (reason("stop: SAFETY"), .filtered),
    (body(#"{"role":"assistant"}"#, #","finish_reason":"content_filter""#), [.filtered, .empty]),
    (
      #"{"choices":[{"message":{}},{"message":{"content":"x"},"finish_reason":"length"}]}"#,
      .truncated
    ),
    (body(#"{"content":"x"}"#, #","error":null,"finish_reason":"stop""#), []),
    (String(body(#"{"content":"x"}"#).dropLast()) + #","error":{"message":"m"}}"#, []),
  ]

  @Test(arguments: whole)
  func `a whole answer has its flags`(text: String, flags: AnswerFlags) {
    let body = ResponseBody(Array(text.utf8))
    #expect(body.answerProblem == nil)
    #expect(body.answer.flags == flags)
    #expect(body.hasAnswer == !flags.contains(.empty))
  }

  @Test(
    arguments: [
      ("{}", "it has no choices", nil), (#"{"choices":[]}"#, "it has no choices", nil),
      (#"{"choices":[null]}"#, "a choice is null", nil),
      (#"{"choices":[7]}"#, "a choice is no object", nil),
      (
        body(#"{"content":"The capital of Fr"}"#, #","error":{"message":"gone","code":502}"#),
        "a choice has an error", "gone"
      ),
      (body(#"{"content":"x"}"#, #","error":"gone""#), "a choice has an error", "gone"),
      (
        String(body(#"{"content":null}"#).dropLast()) + #","error":{"message":"m"}}"#,
        "it has an error and no answer", "m"
      ),
      (reason("error"), "a choice ended with 'error'", nil),
      (reason("network_error"), "a choice ended with 'network_error'", nil),
      (
        reason("insufficient_system_resource"),
        "a choice ended with 'insufficient_system_resource'",
        nil
      ),
      (reason("abort"), "a choice ended with 'abort'", nil),
      (reason("aborted"), "a choice ended with 'aborted'", nil),
      (
        reason("function_call_filter: MALFORMED_FUNCTION_CALL"),
        "a choice ended with 'function_call_filter: MALFORMED_FUNCTION_CALL'", nil
      ),
      (#"[{"error":{"message":"m"}}]"#, "it has no choices", "m"),
      (
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n",
        "the stream broke off before its end", nil
      ),
      (
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\ndata: {\"error\":{\"message\":\"m\"}}",
        "the stream brought an error", "m"
      ),
    ] as [(String, String, String?)])
  func `an answer that is not whole is none`(text: String, problem: String, error: String?) {
    let body = ResponseBody(Array(text.utf8))
    #expect(body.answerProblem == problem)
    #expect(body.error?.message == error)
    let message = error.map { "a success status with an error: \($0)" } ?? problem
    let failure = Failure(kind: .invalidResponse, message: message)
    let diagnosis = DiagnosisTests.diagnosis(200, text)
    if case .unanswered(let found, let trouble) = diagnosis {
      #expect(Failure(kind: found.kind, message: found.message) == failure)
      #expect(trouble == .unusable || trouble == .ambiguous)
    } else {
      Issue.record("\(diagnosis)")
    }
  }

  @Test(
    arguments: [
      ("7", 7), ("0", nil), ("-3", nil), ("1.5", nil), (#""7""#, nil), ("null", nil),
      ("1000000000", 1_000_000_000), ("1000000001", nil), ("999999999999999999", nil),
      ("1e400", nil),
      ("[7]", nil), ("true", nil),
    ] as [(String, Int?)])
  func `counts of tokens that cannot be right are unknown`(count: String, read: Int?) {
    let usage = #","usage":{"prompt_tokens":\#(count),"completion_tokens":\#(count)}}"#
    let body = ResponseBody(Array((Self.body(#"{"content":"x"}"#).dropLast() + usage).utf8))
    #expect(body.answer.tokensIn == read && body.answer.tokensOut == read)
    let empty = ResponseBody(Array((Self.body(#"{"content":""}"#).dropLast() + usage).utf8))
    #expect(empty.answer.tokensOut == (count == "0" ? 0 : read))
  }
}
