import Foundation
import Testing
import Tokens

@Suite struct RequestMeterTests {
  /// The tokens of the text "lamp", as the meter counts them.
  private let lamp = Meter.tokens(#""messages":[{"role":"user","content":"lamp"}]"#) - 6

  @Test(arguments: [
    (#""messages":[]"#, 3),
    (#""messages":[{"role":"user","content":""}]"#, 6),
    (#""messages":[{"role":"user","content":null}]"#, 6),
    (#""messages":[{"role":"assistant"}]"#, 6),
    (#""messages":[{"role":"system","content":""},{"role":"user","content":""}]"#, 9),
    (#""messages":[{"role":"user","name":"","content":""}]"#, 7),
    (#""messages":[{"role":"user","content":[]}]"#, 6),
    (#""messages":null"#, 3),
    (#""messages":["x",7]"#, 3),
  ])
  func `a message adds 3 tokens, a name 1, the reply 3`(members: String, tokens: Int) {
    #expect(Meter.tokens(members) == tokens)
  }

  @Test func `content counts the same as a string, as parts and in a refusal`() {
    #expect(lamp >= 1)
    for content in [
      #""content":"lamp""#, #""content":[{"type":"text","text":"lamp"}]"#, #""refusal":"lamp""#,
      #""content":["lamp"]"#,
    ] {
      #expect(Meter.tokens(#""messages":[{"role":"user",\#(content)}]"#) == lamp + 6, "\(content)")
    }
  }

  @Test(arguments: [
    (#"caf\u00e9 \u00fcber"#, "café über"), (#"\ud83d\ude00 ok"#, "😀 ok"),
    (#"a\/b"#, "a/b"), (#"\u4f60\u597d"#, "你好"), (#"\u0031234"#, "1234"),
    (#"a\u000ab"#, #"a\nb"#), (#"say \u0022no\u0022"#, #"say \"no\""#),
  ])
  func `an escape counts as its character`(escaped: String, plain: String) {
    func tokens(_ text: String) -> Int {
      // Repeated, so that rounding cannot hide a difference.
      let texts = String(repeating: text + "; ", count: 50)
      return Meter.tokens(#""messages":[{"role":"user","content":"\#(texts)"}]"#)
    }
    #expect(tokens(escaped) == tokens(plain))
  }

  @Test(arguments: [
    (#"{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}"#, 85),
    (#"{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}"#, 765),
    (#"{"type":"image_url","image_url":{"url":"https://a.example/b.png","detail":"high"}}"#, 765),
    (#"{"type":"input_image","detail":"low","image_url":"https://a.example/b.png"}"#, 85),
    (#"{"type":"input_audio","input_audio":{"format":"wav","data":"AAAA"}}"#, 1),
    (#"{"type":"file","file":{"file_id":"file-1"}}"#, 765),
    (#"{"type":"video","url":"data:AAAA"}"#, 0),
  ])
  func `each kind of attachment counts its tokens`(part: String, tokens: Int) {
    #expect(Meter.tokens(#""messages":[{"role":"user","content":[\#(part)]}]"#) == tokens + 6)
  }

  @Test func `base64 data counts by its length, not as text`() {
    let data = String(repeating: "QUJD", count: 64_000)
    func tokens(_ part: String) -> Int {
      Meter.tokens(#""messages":[{"role":"user","content":[\#(part)]}]"#) - 6
    }
    let image = #"{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(data)"}}"#
    let wave = #"{"type":"input_audio","input_audio":{"data":"\#(data)","format":"wav"}}"#
    let mp3 = #"{"type":"input_audio","input_audio":{"data":"\#(data)","format":"mp3"}}"#
    let file = #"{"type":"file","file":{"filename":"a.pdf","file_data":"\#(data)"}}"#
    #expect(tokens(image) == 765)
    #expect(tokens(wave) == 40)
    #expect(tokens(mp3) == 120)
    #expect(tokens(file) == 3 * 765)
  }

  @Test func `tools count as JSON without white space, names and arguments as text`() {
    let tool = #"[{"type":"function","function":{"name":"lamp","parameters":{"a":"b c"}}}]"#
    let spaced = tool.replacingOccurrences(of: ":", with: " :\n\t ")
      .replacingOccurrences(of: "{", with: "{  ")
    let plain = Meter.tokens(#""messages":[],"tools":\#(tool)"#)
    #expect(plain > 15)
    #expect(Meter.tokens(#""messages":[],"tools":\#(spaced)"#) == plain)
    #expect(Meter.tokens(#""messages":[],"functions":\#(tool)"#) == plain)
    let schema = #"{"type":"json_schema","json_schema":\#(tool.dropFirst().dropLast())}"#
    #expect(Meter.tokens(#""messages":[],"response_format":\#(schema)"#) >= plain - 2)
    #expect(Meter.tokens(#""messages":[],"response_format":{"type":"text"}"#) == 3)
    let call = #"{"name":"lamp","arguments":"lamp"}"#
    for member in [#""tool_calls":[{"function":\#(call)}]"#, #""function_call":\#(call)"#] {
      let tokens = Meter.tokens(#""messages":[{"role":"assistant","content":null,\#(member)}]"#)
      #expect(abs(tokens - 6 - 2 * lamp) <= 1)
    }
  }

  @Test(arguments: [
    ("", nil), (#","max_tokens":100"#, 100), (#","max_completion_tokens":7,"max_tokens":100"#, 7),
    (#","max_completion_tokens":null,"max_tokens":100"#, 100), (#","max_tokens":-5"#, nil),
    (#","max_tokens":10.5"#, nil), (#","max_tokens":"10""#, nil), (#","max_tokens":1e2"#, 100),
    (#","max_tokens":0"#, 0), (#","max_tokens":10,"n":3"#, 30), (#","n":2"#, nil),
    (#","max_tokens":10,"n":0"#, 10), (#","max_tokens":10,"n":null"#, 10),
    (#","max_tokens":10,"n":-4"#, 10), (#","max_tokens":99999999999999999999999"#, 1_000_000_000),
    (#","max_tokens":1e400"#, 1_000_000_000),
    (#","max_tokens":9223372036854775807,"n":9223372036854775807"#, 1_000_000_000),
  ])
  func `the ceiling is the token limit times the number of answers`(members: String, ceiling: Int?)
  {
    #expect(Meter.size(#"{"model":"m","messages":[]\#(members)}"#).ceilingOut == ceiling)
  }

  @Test func `a body that is not an object counts as empty`() {
    for body in ["", "{", "[]", "null", "7"] {
      let size = Meter.size(body)
      #expect(size.model == "" && size.ceilingOut == nil)
      #expect((0...3).contains(size.tokensIn))
    }
  }
}
