import Basics
import Foundation
import Testing

@testable import BatchRunner
@testable import Fuzzing
@testable import RunSamples

/// Bodies that are no JSON by the letter, as real servers send them.
@Suite struct MendedBodyTests {
  let job: Job

  init() throws {
    job = try CheckpointSample(jobs: 1).job(0)
  }

  /// A body whose answer is `content`, which is put into its string as it is.
  static func body(_ content: String, _ more: String = "") -> [UInt8] {
    body(Array(content.utf8), more)
  }

  static func body(_ content: [UInt8], _ more: String = "") -> [UInt8] {
    Array(#"{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":""#.utf8)
      + content
      + Array(#""},"finish_reason":"stop"}]\#(more)}"#.utf8)
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  @Test(
    arguments: [
      (mark + body("a"), "a", ["byte_order_mark"]),
      (Array("\n \r\n".utf8) + mark + body("a"), "a", ["byte_order_mark"]),
      // OpenRouter: while a request is queued, also before a body that is no stream.
      (Array(": OPENROUTER PROCESSING\n\n: more\r\n\r\n".utf8) + body("b"), "b", ["surroundings"]),
      ([0, 0] + body("c") + [0], "c", ["surroundings"]),
      (body("d") + Array("\n\ndata: [DONE]\n\n".utf8), "d", ["surroundings"]),
      (body("e\nf\tg"), "e\nf\tg", ["control_characters"]),
      (body("\u{0}\u{1F}h"), "\u{0}\u{1F}h", ["control_characters"]),
      (body("i", #","logprobs":[-Infinity,NaN,Infinity,-nan,inf,-5]"#), "i", ["not_a_number"]),
      (body([0x6A, 0xFF, 0x6B]), "j\u{FFFD}k", ["invalid_utf8"]),
      (body([0xE2, 0x82]), "\u{FFFD}\u{FFFD}", ["invalid_utf8"]),
      // Half of a pair, and a whole one, in the form that Java and old Oracle clients write.
      (body([0xED, 0xA0, 0xBD]), "\u{FFFD}", ["invalid_utf8"]),
      (body([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]), "😀", ["invalid_utf8"]),
      (body(#"it\'s \x \u12"#), #"it\'s \x \u12"#, ["invalid_escapes"]),
      (
        mark + Array(": hi\n".utf8) + body([0x0A, 0xFF], #","a":NaN"#), "\n\u{FFFD}",
        ["byte_order_mark", "surroundings", "control_characters", "not_a_number", "invalid_utf8"]
      ),
    ] as [([UInt8], String, [String])])
  func `an answer is read whatever its wrapping, and its bytes are kept`(
    body: [UInt8], answer: String, mends: [String]
  ) throws {
    let stored = StoredReply(body, of: job)
    #expect(stored.end.diagnosis == .succeeded(AnswerFacts()))
    #expect(stored.answer == answer)
    #expect(stored.lines.count == 2 && stored.isValid && stored.holds(body))
    let list = mends.map { "\"\($0)\"" }.joined(separator: ",")
    #expect(String(decoding: stored.lines[0], as: UTF8.self).contains(",\"mended\":[\(list)],"))
    let isText = String(validating: body, as: UTF8.self) != nil
    let marks = String(decoding: stored.lines[1], as: UTF8.self)
    #expect(marks.contains(",\"body_encoding\":\"base64\",") == !isText)
  }

  @Test(arguments: [
    (body("plain"), "plain"), (Array("\r\n\t ".utf8) + body("spaced") + [0x0A], "spaced"),
    // Half a pair as an escape is JSON: it is stored as it came, and read as U+FFFD.
    (body(#"half \ud83d"#), "half \u{FFFD}"), (body(#"\ude00 back"#), "\u{FFFD} back"),
    (body(#"\ud83d\ud83d\ude00"#), "\u{FFFD}😀"),
  ])
  func `valid JSON is stored as it came`(body: [UInt8], answer: String) {
    let stored = StoredReply(body, of: job)
    #expect(stored.answer == answer)
    #expect(stored.lines.count == 1 && stored.isValid && stored.holds(body))
    #expect(!String(decoding: stored.lines[0], as: UTF8.self).contains("mended"))
  }

  @Test(arguments: [
    "", "<html>", "{", "[1", "\u{FEFF}", ": only a comment", #"{"a":1}{"b":2}"#, "nanny", "data",
    #"{"choices":[{"message":{"content":"it ends"#,
  ])
  func `what is no answer however it is read is kept too`(text: String) {
    let body = Array(text.utf8)
    #expect(MendedBody(body) == nil)
    for isLast in [true, false] {
      let stored = StoredReply(body, of: job, isLast: isLast)
      #expect(stored.end.diagnosis.failure?.kind == .invalidResponse)
      #expect(stored.isValid && stored.holds(body))
    }
  }

  @Test func `mending never makes a body too long for a line`() {
    let body = Self.body([UInt8](repeating: 1, count: 8 << 20))
    #expect(MendedBody(body) == nil)
    let stored = StoredReply(body, of: job)
    #expect(stored.lines.allSatisfy { $0.count < LineReader.lengthLimit })
    #expect(stored.holds(body))
  }

  /// Bodies that are answers, or nearly.
  static let seeds: [[UInt8]] = [
    body("Hello", #","usage":{"prompt_tokens":3,"completion_tokens":1}"#),
    mark + body(#"a\ud83d\ude00b"#, #","x":[NaN,-1.5e3]"#),
    body([0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80]),
    Array(#"{"choices":[{"message":{"content":[{"type":"text","text":"a"}]}}]}"#.utf8),
    Array(#"{"error":{"message":"no","code":429}}"#.utf8),
    ChatStreamTests.bytes(ChatStreamTests.plain),
    ChatStreamTests.bytes(ChatStreamTests.tools),
  ]
}
