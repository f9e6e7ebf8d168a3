import Foundation
import Testing

@testable import Datasets

@Suite struct AnswerObjectTests {
  @Test(
    arguments: [
      (#"{"a": 1.50}"#, "1.50"), (" \n{\"a\":\"x\\ny\"}\n", "x\ny"),
      ("```json\n{\"a\": [1, 2]}\n```", "[1, 2]"), ("```\n{\"a\": true}\n```\nDone.", "true"),
      ("Here: {\"a\": {\"b\": 1}} as you asked.", #"{"b": 1}"#), (#"{not} {"a": null}"#, ""),
      (#"{"\u0061": 2}"#, "2"), (#"{"a":1,"a":3}"#, "3"), (#"[{"a": 7}]"#, "7"),
      ("```js{\"a\":5}```", "5"), ("<think>{\"a\":4}</think>So: {\"a\":6}.", "6"),
      ("```json\n{\"a\":1}\n``` or else {\"a\":2}", "1"), ("\u{FEFF}{\"a\":8}", "8"),
      (#"{"b": 1}"#, nil), ("none", nil), ("", nil), (#"{"a": 1"#, nil),
      (#"{"a": 1} or {"a": 2}"#, nil),
    ] as [(String, String?)])
  func `a member is found in a model's answer`(text: String, value: String?) {
    var object = AnswerObject()
    Array(text.utf8).withUnsafeBytes { bytes in
      let cell = object.find(in: bytes) ? object.member("a", in: bytes) : nil
      var found: [UInt8] = []
      cell?.append(to: &found)
      #expect(cell.map { _ in String(decoding: found, as: UTF8.self) } == value)
    }
  }

  @Test func `a text of many unclosed objects does not take long`() {
    let text = Array(String(repeating: #"{"a":"#, count: 200_000).utf8)
    var object = AnswerObject()
    let found = text.withUnsafeBytes { object.find(in: $0) }
    #expect(!found)
  }
}
