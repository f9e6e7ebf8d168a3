import Testing

@testable import BatchRunner

@Suite struct StreamRequestTests {
  private static let usage = #""stream_options":{"include_usage":true}"#

  @Test(arguments: [
    (#"{"model":"m"}"#, #"{"model":"m","stream":true,\#(usage)}"#),
    ("{ }", #"{ "stream":true,\#(usage)}"#),
    (#"{"stream":false,"a":1}"#, #"{"stream":true,"a":1,\#(usage)}"#),
    (#"{"stream":null}"#, #"{"stream":true,\#(usage)}"#),
    (#"{"stream":true,"stream_options":{}}"#, #"{"stream":true,\#(usage)}"#),
    (
      #"{"stream_options":{"x":1},"stream":true}"#,
      #"{"stream_options":{"x":1,"include_usage":true},"stream":true}"#
    ),
    (
      #"{"stream_options":{"include_usage":false}}"#,
      #"{\#(usage),"stream":true}"#
    ),
    (#"{"stream":true,\#(usage)}"#, #"{"stream":true,\#(usage)}"#),
    ("[1]", "[1]"), ("{", "{"),
  ])
  func `a body asks for a stream and its usage, and keeps its other bytes`(
    body: String, asking: String
  ) {
    let found = StreamRequest.asking(Array(body.utf8))
    #expect(String(decoding: found, as: UTF8.self) == asking)
    #expect(StreamRequest.isAsked(found) == asking.contains("\"stream\":true"))
  }

  @Test(arguments: [
    (#"{"stream":true}"#, true), (#"{"stream":false}"#, false), ("{}", false), ("x", false),
    (#"{"messages":[{"content":"\"stream\":true"}]}"#, false),
  ])
  func `only a member of the body asks for a stream`(body: String, isAsked: Bool) {
    #expect(StreamRequest.isAsked(Array(body.utf8)) == isAsked)
  }
}
