import Foundation
import Testing
import Tokens

@Suite struct RequestMeterTests {
  /// The tokens of the text "lamp", as the meter counts them.
  private let lamp = Meter.tokens(#""messages":[{"role":"user","content":"lamp"}]"#) - 7

  @Test(arguments: [
    (#""messages":[]"#, 3),
    (#""messages":[{"role":"user","content":""}]"#, 7),
    (#""messages":[{"role":"user","content":null}]"#, 7),
    (#""messages":[{"role":"assistant"}]"#, 7),
    (#""messages":[{"role":"system","content":""},{"role":"user","content":""}]"#, 11),
    (#""messages":[{"role":"user","name":"","content":""}]"#, 8),
    (#""messages":[{"role":"user","content":[]}]"#, 7),
    (#""messages":null"#, 3),
    (#""messages":["x",7]"#, 3),
  ])
  func `OpenAI adds 4 tokens for a message, 1 for a name, 3 for the reply`(
    members: String, tokens: Int
  ) {
    #expect(Meter.tokens(members) == tokens)
  }

  @Test func `content counts the same as a string, as parts and in a refusal`() {
    #expect(lamp >= 1)
    for content in [
      #""content":"lamp""#, #""content":[{"type":"text","text":"lamp"}]"#, #""refusal":"lamp""#,
      #""content":["lamp"]"#,
    ] {
      #expect(Meter.tokens(#""messages":[{"role":"user",\#(content)}]"#) == lamp + 7, "\(content)")
    }
  }

  @Test(arguments: [
    (#"caf\u00e9 \u00fcber"#, "café über"), (#"\ud83d\ude00 ok"#, "😀 ok"),
    (#"a\/b"#, "a/b"), (#"\u4f60\u597d"#, "你好"), (#"\u0031234"#, "1234"),
    (#"a\u000ab"#, #"a\nb"#), (#"say \u0022no\u0022"#, #"say \"no\""#),
    (#"about\u00e9 after"#, "abouté after"), (#"people\u2019s"#, "people’s"),
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
    (#"{"type":"input_audio","input_audio":{"format":"wav","data":"AAAA"}}"#, 1, "1 recording"),
    (#"{"type":"input_audio","input_audio":{}}"#, 1, "1 recording"),
    (#"{"type":"file","file":{"file_id":"file-1"}}"#, 765, "1 uploaded or linked file"),
    (
      #"{"type":"file","file":{"file_id":"file-1","file_data":null}}"#, 765,
      "1 uploaded or linked file"
    ),
    (#"{"type":"file","file":{"file_data":"AAAA"}}"#, 765, "1 document"),
    (#"{"type":"video","url":"data:AAAA"}"#, 0, "1 part of unknown kind"),
    (#"{"type":"text","text":""}"#, 0, ""),
  ])
  func `each kind of attachment counts its tokens, and says that it has no bound`(
    part: String, tokens: Int, unbounded: String
  ) {
    let size = Meter.size(
      #"{"model":"gpt-4o","messages":[{"role":"user","content":[\#(part)]}]}"#)
    #expect(size.tokensIn == tokens + 7)
    #expect(size.unbounded.words == unbounded)
    #expect(size.unbounded.isEmpty == unbounded.isEmpty)
  }

  @Test func `base64 data counts by its length, not as text`() {
    let data = String(repeating: "QUJD", count: 64_000)
    func tokens(_ part: String) -> Int {
      Meter.tokens(#""messages":[{"role":"user","content":[\#(part)]}]"#) - 7
    }
    let wave = #"{"type":"input_audio","input_audio":{"data":"\#(data)","format":"wav"}}"#
    let mp3 = #"{"type":"input_audio","input_audio":{"data":"\#(data)","format":"mp3"}}"#
    let file = #"{"type":"file","file":{"filename":"a.pdf","file_data":"\#(data)"}}"#
    #expect(tokens(wave) == 40)
    #expect(tokens(mp3) == 120)
    #expect(tokens(file) == 3 * 765)
  }

  @Test func `schemas and tools count the same with and without white space`() {
    let tool = #"[{"type":"function","function":{"name":"lamp","parameters":{"a":"b c"}}}]"#
    let spaced = tool.replacingOccurrences(of: ":", with: " :\n\t ")
      .replacingOccurrences(of: "{", with: "{  ")
    for model in ["gpt-4o", "qwen3-max", "claude-opus-4.7", "llama-3.3-70b"] {
      let plain = Meter.tokens(#""messages":[],"tools":\#(tool)"#, model: model)
      #expect(plain > 15)
      #expect(Meter.tokens(#""messages":[],"tools":\#(spaced)"#, model: model) == plain)
      #expect(Meter.tokens(#""messages":[],"functions":\#(tool)"#, model: model) == plain)
    }
    func schema(_ json: some StringProtocol) -> Int {
      Meter.tokens(
        #""messages":[],"response_format":{"type":"json_schema","json_schema":\#(json)}"#)
    }
    #expect(schema(tool.dropFirst().dropLast()) > 15)
    #expect(schema(tool.dropFirst().dropLast()) == schema(spaced.dropFirst().dropLast()))
    #expect(Meter.tokens(#""messages":[],"response_format":{"type":"text"}"#) == 3)
  }

  @Test func `names and arguments of calls count as text`() {
    let call = #"{"name":"lamp","arguments":"lamp"}"#
    for member in [#""tool_calls":[{"function":\#(call)}]"#, #""function_call":\#(call)"#] {
      let tokens = Meter.tokens(#""messages":[{"role":"assistant","content":null,\#(member)}]"#)
      #expect(abs(tokens - 7 - 2 * lamp) <= 1)
    }
  }

  @Test func `the bound is a token for each byte, and the estimate is below it`() {
    let text = String(repeating: "ⵣ", count: 100)
    let size = Meter.size(ofText: text, model: "kimi-k2")
    #expect(size.mostIn >= 300 + 8)
    #expect(size.mostIn <= 300 + 120)
    let tool = #"[{"type":"function","function":{"name":"\#(text)","parameters":{}}}]"#
    for model in ["gpt-4o", "gpt-oss-20b", "qwen3-max", "mixtral-8x7b", "kimi-k2"] {
      let size = Meter.size(#"{"model":"\#(model)","messages":[],"tools":\#(tool)}"#)
      #expect(size.mostIn >= tool.utf8.count + size.unbounded.total)
      #expect(size.mostIn >= size.tokensIn)
    }
  }

  @Test func `a missing limit is filled in for each answer that is asked for`() {
    let size = Meter.size(#"{"model":"m","messages":[],"n":3}"#)
    #expect(size.ceilingOut == nil)
    #expect(size.answers == 3)
    #expect(size.ceilingOut(standard: 100) == 300)
    #expect(size.ceilingOut(standard: .max) == 1_000_000_000)
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
      #expect((0...4).contains(size.tokensIn))
    }
  }
}
