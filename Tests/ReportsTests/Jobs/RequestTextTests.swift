import Basics
import Testing

@testable import Reports

@Suite struct RequestTextTests {
  @Test func `messages are text, and other members one line each`() {
    let body =
      #"{"model":"m","messages":[{"role":"system","content":"a\n\tb"},{"role":"user","content":["#
      + #"{"type":"text","text":"What\r\nis this?"},{"type":"image_url","image_url":"#
      + #"{"url":"data:\#(String(repeating: "A", count: 500))"}}]},"#
      + #"{"role":"assistant","content":null,"tool_calls":[ {"id":"1"} ]},7],"stop":["\u001b[2J"]}"#
    let lines = RequestText.lines(Array(body.utf8))
    #expect(
      lines.map { String($0.prefix(60)) } == [
        "  model: m", "  system:", "    a", "        b", "  user:", "    What", "    is this?",
        #"    {"type":"image_url","image_url":{"url":"data:AAAAAAAAAAA"#, "  assistant:",
        #"    tool_calls: [{"id":"1"}]"#, "  7", #"  stop: ["\u001b[2J"]"#,
      ])
    #expect(lines.allSatisfy { $0.count < 420 })
  }

  @Test(arguments: ["", "x", "[1", "\u{1B}[31m"])
  func `what is no JSON is shown as text`(body: String) {
    let lines = RequestText.lines(Array(body.utf8))
    #expect(lines.allSatisfy { !$0.unicodeScalars.contains(where: Printable.affectsTerminal) })
  }
}
