import Basics
import Foundation
import Testing

@testable import BatchRunner

/// Streams as servers send them, put together.
@Suite(.timeLimit(.minutes(3))) struct ChatStreamTests {
  static let plain = [
    #"{"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}"#,
    #"{"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"Grüß \ud83d"},"finish_reason":null}],"usage":null}"#,
    #"{"id":"c1","object":"chat.completion.chunk","created":8,"model":"m","choices":[{"index":0,"delta":{"content":"\ude00 Gott"},"finish_reason":null}],"usage":null}"#,
    #"{"id":"c1","object":"chat.completion.chunk","created":9,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}"#,
    #"{"id":"c1","object":"chat.completion.chunk","created":9,"model":"m","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":3}}"#,
    "[DONE]",
  ]
  static let plainAnswer =
    #"{"id":"c1","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Grüß \ud83d\ude00 Gott"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":3}}"#

  static let tools = [
    #"{"id":"c2","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"look","arguments":""}}]}}]}"#,
    #"{"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}}]}"#,
    #"{"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"sum","arguments":"[1"}}]}}]}"#,
    #"{"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":1,"function":{"arguments":"]"}}]}}]}"#,
    #"{"id":"c2","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
  ]
  static let toolsAnswer =
    #"{"id":"c2","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"look","arguments":"{\"x\":1}"}},{"id":"b","type":"function","function":{"name":"sum","arguments":"[1]"}}]},"finish_reason":"tool_calls"}]}"#

  static func bytes(_ events: [String], _ newline: String = "\n") -> [UInt8] {
    Array(events.map { "data: \($0)\(newline)\(newline)" }.joined().utf8)
  }

  static func read(_ bytes: [UInt8], cutAt cut: Int? = nil) -> (json: String, problem: String?) {
    var stream = ChatStream()
    for part in [bytes.prefix(cut ?? bytes.count), bytes.dropFirst(cut ?? bytes.count)] {
      Array(part).withUnsafeBytes { stream.add($0) }
    }
    stream.finish()
    return (String(decoding: stream.json(), as: UTF8.self), stream.problem)
  }

  @Test(arguments: [(plain, plainAnswer), (tools, toolsAnswer)])
  func `the deltas become one answer`(events: [String], answer: String) {
    let found = Self.read(Self.bytes(events))
    #expect(found.json == answer)
    #expect(found.problem == nil)
  }

  @Test func `a stream gives the same answer wherever it is cut, and however its lines end`() {
    var cuts = 0
    for newline in ["\n", "\r\n", "\r"] {
      for (events, answer) in [(Self.plain, Self.plainAnswer), (Self.tools, Self.toolsAnswer)] {
        let text = "\u{FEFF}: hello\(newline)event: x\(newline)id: 7\(newline)retry: 3\(newline)"
        let bytes = Array(text.utf8) + Self.bytes(events, newline)
        for cut in 0...bytes.count {
          let found = Self.read(bytes, cutAt: cut)
          #expect(found.json == answer && found.problem == nil, "cut at \(cut)")
          cuts += 1
        }
      }
    }
    print("streams: \(cuts) cuts, each with the same answer")
  }

  @Test func `a stream that ends before its end never passes for an answer`() {
    var cuts = 0
    for events in [Self.plain, Self.tools] {
      let bytes = Self.bytes(events)
      // Behind the chunk with the finish reason the answer is whole.
      let lastNeeded = events.lastIndex { $0.contains("\"finish_reason\":\"") }!
      let end = Self.bytes(Array(events[...lastNeeded])).count - 2
      for cut in 1..<end {
        let found = Self.read(Array(bytes.prefix(cut)))
        let json = Array(found.json.utf8)
        #expect(found.problem != nil, "cut at \(cut): \(found.json)")
        #expect(json.withUnsafeBytes { (try? JSONView($0)) != nil })
        cuts += 1
      }
      #expect(Self.read(Array(bytes.prefix(end))).problem == nil)
    }
    print("streams: \(cuts) broken off, none taken for an answer")
  }

  /// What came, what it must become, and why it is no whole answer.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    var choices = ""
    var rest = ""
    var problem: String?
  }

  static func choice(_ message: String, _ reason: String = "\"stop\"", index: Int = 0) -> String {
    #"{"index":\#(index),"message":\#(message),"finish_reason":\#(reason)}"#
  }

  @Test(arguments: [
    Case(
      testDescription: "no space behind the colon, no role, no blank line at the end",
      text: "data:{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
        + "data:{\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}",
      choices: choice(#"{"content":"ab"}"#)),
    Case(
      testDescription: "one event in several data lines",
      text: "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"a\"},\n"
        + "data: \"finish_reason\":\"stop\"}]}\n\n",
      choices: choice(#"{"content":"a"}"#)),
    Case(
      testDescription: "no blank lines between events",
      text: "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n"
        + "data: [DONE]\n",
      choices: choice(#"{"content":"ab"}"#)),
    Case(
      testDescription: "finish reasons that are empty strings until the last",
      text: "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}\n\n",
      choices: choice(#"{"content":"a"}"#, "null"),
      problem: "the stream broke off before its end"),
    Case(
      testDescription: "the mark of the end, without a finish reason",
      text: "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n",
      choices: choice(#"{"content":"a"}"#, "null")),
    Case(
      testDescription: "an error behind text, then the end",
      text: "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
        + "data: {\"error\":{\"message\":\"no\",\"code\":429}}\n\ndata: [DONE]\n\n",
      choices: choice(#"{"content":"a"}"#, "null"),
      rest: #","error":{"message":"no","code":429}"#, problem: "the stream brought an error"),
    Case(
      testDescription: "an error event with a flat object",
      text: "event: error\ndata: {\"message\":\"gone\",\"code\":502}\n\n",
      rest: #","error":{"message":"gone","code":502}"#, problem: "the stream brought an error"),
    Case(
      testDescription: "an error event that is no JSON",
      text: "event: error\ndata: upstream \"died\"\n\n",
      rest: #","error":"upstream \"died\"""#, problem: "the stream brought an error"),
    Case(
      testDescription: "a ping is no part of the answer",
      text: "event: ping\ndata: ping\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n",
      choices: choice(#"{"content":"a"}"#)),
    Case(
      testDescription: "an event that is torn",
      text: "data: {\"choices\":[{\"delta\":{\"cont\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n",
      choices: choice(#"{"content":"a"}"#), problem: "an event of the stream is not JSON"),
    Case(
      testDescription: "a chunk that must be mended",
      text: "data: {\"choices\":[{\"delta\":{\"content\":\"a\tb\"},\"logprobs\":NaN,"
        + "\"finish_reason\":\"stop\"}]}\n\n",
      choices: #"{"index":0,"message":{"content":"a\tb"},"finish_reason":"stop","logprobs":null}"#),
    // Mistral: thinking comes as parts, the answer as text.
    Case(
      testDescription: "parts, then text",
      text: "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\"}]}}]}\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n",
      choices: choice(#"{"content":[{"type":"thinking"},{"type":"text","text":"a"}]}"#)),
    // Gemini: parallel calls have the same index.
    Case(
      testDescription: "calls that share an index",
      text:
        #"data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a"},{"index":0,"id":"b"}]},"#
        + #""finish_reason":"stop"}]}"# + "\n\n",
      choices: choice(#"{"tool_calls":[{"id":"a"},{"id":"b"}]}"#)),
    Case(
      testDescription: "reasoning, log probabilities, an id that comes later",
      text: #"data: {"id":"","choices":[{"delta":{"reasoning":"h"},"logprobs":{"content":[1]}}]}"#
        + "\n\n"
        + #"data: {"id":"x","choices":[{"delta":{"reasoning":"m"},"logprobs":{"content":[2]},"#
        + #""finish_reason":"length"}],"timings":{"n":1}}"# + "\n\n",
      choices: #"{"index":0,"message":{"reasoning":"hm"},"finish_reason":"length","#
        + #""logprobs":{"content":[1,2]}}"#),
    Case(
      testDescription: "a whole message in the last chunk",
      text: #"data: {"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}"#
        + "\n\ndata: [DONE]\n\n",
      choices: choice(#"{"content":"a"}"#)),
  ])
  func `each kind of stream`(example: Case) throws {
    let found = Self.read(Array(example.text.utf8))
    let end = #""choices":[\#(example.choices)]\#(example.rest)}"#
    #expect(found.json.hasSuffix(end), "\(found.json)")
    #expect(found.problem == example.problem)
  }

  /// llama.cpp (xllamacpp 2026.10.11549) with n=3: one usage for each choice, while others go on.
  @Test func `the usage of several choices is added up, that of one choice replaced`() {
    func chunk(_ index: Int, _ more: String) -> String {
      #"{"choices":[{"index":\#(index),"delta":{"content":"x"}\#(more)}]}"#
    }
    let usage = #"{"choices":[],"usage":{"prompt_tokens":4,"cost":0.5,"d":{"cached":1},"s":"a"}}"#
    let several = [
      chunk(1, ""), chunk(0, ""), chunk(1, #","finish_reason":"stop""#), usage,
      chunk(0, #","finish_reason":"stop""#), usage, "[DONE]",
    ]
    let sum = #","usage":{"prompt_tokens":8,"cost":1.0,"d":{"cached":2},"s":"a"}}"#
    #expect(Self.read(Self.bytes(several)).json.hasSuffix(sum))
    let one = [chunk(0, #","finish_reason":"stop""#), usage, usage]
    #expect(Self.read(Self.bytes(one)).json.hasSuffix(String(usage.dropFirst(13))))
    // Some servers count along with every chunk.
    let along = [
      #"{"choices":[{"delta":{"content":"x"}}],"usage":{"completion_tokens":1}}"#,
      #"{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"completion_tokens":2}}"#,
    ]
    #expect(Self.read(Self.bytes(along)).json.hasSuffix(#","usage":{"completion_tokens":2}}"#))
  }

  @Test func `a choice that says nothing beside the usage is none`() {
    let events = [
      #"{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}"#,
      #"{"choices":[{"index":1,"delta":{}}],"usage":{"prompt_tokens":4}}"#,
    ]
    let found = Self.read(Self.bytes(events))
    #expect(found.json.contains(#""choices":[{"index":0,"#) && !found.json.contains("\"index\":1"))
    #expect(found.problem == nil)
  }

  @Test
  func `memory follows the answer and not the stream, and an answer without end is too large`() {
    var stream = ChatStream()
    let empty = Array("data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n: wait\n\n".utf8)
    for _ in 0..<20_000 { empty.withUnsafeBytes { stream.add($0) } }
    #expect(!stream.isTooLarge && stream.json().count < 200)
    let text = String(repeating: "x", count: 1 << 20)
    let long = Array("data: {\"choices\":[{\"delta\":{\"content\":\"\(text)\"}}]}\n\n".utf8)
    var count = 0
    while !stream.isTooLarge, count < 100 {
      long.withUnsafeBytes { stream.add($0) }
      count += 1
    }
    #expect(count == 32)
  }
}
