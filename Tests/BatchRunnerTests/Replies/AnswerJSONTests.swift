import Basics
import Testing

@testable import BatchRunner

@Suite struct AnswerJSONTests {
  /// What is found in a text, or why nothing is.
  private static func found(_ text: String) -> String {
    var json = AnswerJSON()
    return Array(text.utf8).withUnsafeBytes { bytes in
      do throws(AnswerJSON.Absence) {
        try json.find(in: bytes, depth: 1)
        #expect(json.outline.nodes[0].range.upperBound <= json.range.count)
        return String(decoding: bytes[json.range], as: UTF8.self)
      } catch {
        return error.clause
      }
    }
  }

  @Test(arguments: [
    "{\"a\":1}", "  {\"a\":1}\n", "\u{FEFF}{\"a\":1}", "\n\u{FEFF}\u{A0}{\"a\":1}\u{200B}\u{FEFF}",
    "```json\n{\"a\":1}\n```", "```\n{\"a\":1}\n```", "```json{\"a\":1}```", "```{\"a\":1}```",
    "``` json {\"a\":1} ```", "```JSON\r\n{\"a\":1}\r\n```\r\n", "```json5\r{\"a\":1}\r```",
    "```json\n{\"a\":1}```", "```c++\n\n{\"a\":1}\n\n```\n", "````json\n{\"a\":1}\n````",
    "~~~json\n{\"a\":1}\n~~~", "```json title=\"x\"\n{\"a\":1}\n```", "```json\n{\"a\":1}",
    "\u{FEFF}```json\n\u{FEFF}{\"a\":1}\n```", "Sure:\n```json\n{\"a\":1}\n```\nDone {!}",
    "First:\n```sh\nls\n```\nthen\n```json\n{\"a\":1}\n```", "Use ``` so: ```json{\"a\":1}```",
    "<think>\nMaybe {\"a\":2}?\n</think>\n\n{\"a\":1}", "a long thought</think>{\"a\":1}",
    "<think>```json\n{\"a\":2}\n```</think>\n```json\n{\"a\":1}\n```",
    "<think>a </think> b</think>{\"a\":1}", "<thinking>x</thinking>\n{\"a\":1}",
    "[THINK]x[/THINK]{\"a\":1}", "◁think▷x◁/think▷ {\"a\":1}",
    "<think>x</think>Here:\n```\n{\"a\":1}\n```\nThat is all.",
  ])
  func `a value is found in its wrapping`(text: String) {
    #expect(Self.found(text) == "{\"a\":1}")
  }

  @Test(
    arguments: [
      ("```\n42\n```", "42"), ("```json true```", "true"), ("```json\nnull\n```", "null"),
      ("```json\n{\"a\":\"``` inside\"}\n```", "{\"a\":\"``` inside\"}"),
      ("{\"a\":\"</think>\"}", "{\"a\":\"</think>\"}"),
      ("<think>x</think>{\"a\":\"</think>\"}", "{\"a\":\"</think>\"}"),
      ("```json\n{\"a\":\"</think>\"}\n```", "{\"a\":\"</think>\"}"),
      ("\"```json{}```\"", "\"```json{}```\""),
      ("```\n```", "the answer is empty"), ("```", "the answer is empty"),
      ("``````", "the answer is empty"), ("\u{FEFF}", "the answer is empty"),
      ("<think>{\"a\":1}</think>", "the answer is empty"),
      ("<think>```{}```</think>Sorry.", "the answer is not JSON: unexpected 'S'"),
      ("<think>{}", "the answer is not JSON: unexpected '<'"),
      ("```json\n{} {}\n```", "the answer is not JSON: text after the end of the value"),
      ("```json\n{\"a\":1,}\n```", "the answer is not JSON: unexpected '}'"),
      ("```json{}``` or ```json[]```", "the answer has JSON in more than one code block"),
      ("`{}`", "the answer is not JSON: unexpected '`'"),
      ("A ```word``` ", "the answer is not JSON: unexpected 'A'"),
    ])
  func `a value is not mistaken`(text: String, found: String) {
    #expect(Self.found(text) == found)
  }

  @Test func `a text of many fences does not take long`() {
    let fence = "```json\n{\"a\":\n"
    #expect(Self.found(String(repeating: fence, count: 50_000)).hasPrefix("the answer is not JSON"))
    #expect(Self.found(String(repeating: "</think>```", count: 50_000)) == "the answer is empty")
  }

  /// Changes random characters of wrapped values. Each search must end, and find valid JSON or
  /// nothing.
  @Test func `no text crashes the search`() {
    var random = SplitMix64(seed: 11)
    let pieces = [
      "```", "~~~", "json", "\n", "{\"a\":1}", "[", "\"", "</think>", "<think>", "\u{FEFF}", " ",
      "\u{A0}", "null", "\\", "}", "x", "◁/think▷", "`", "1",
    ]
    var values = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...9, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
      let found = Self.found(text)
      if found.hasPrefix("the answer ") { continue }
      values += 1
      var outline = JSONOutline()
      let isJSON = Array(found.utf8).withUnsafeBytes { (try? outline.read($0, depth: 0)) != nil }
      #expect(isJSON, "\(text)")
    }
    print("answers: 20000 texts searched for JSON, \(values) have some")
    #expect(values > 1000)
  }
}
