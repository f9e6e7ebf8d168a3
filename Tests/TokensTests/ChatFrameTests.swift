import Testing
import Tokens

@Suite struct ChatFrameTests {
  /// Beyond the text, of one message of the user.
  @Test(arguments: [
    ("gpt-4o", 7), ("gpt-4", 7), ("gpt-oss-120b", 67), ("claude-sonnet-4-5", 7),
    ("claude-opus-4.7", 11), ("claude-sonnet-5", 6), ("llama-3.3-70b", 10), ("llama-4-scout", 10),
    ("qwen3-max", 8), ("mistral-large-2512", 3), ("mixtral-8x7b", 3), ("gemma-3-27b-it", 9),
    ("gemini-2.5-pro", 1), ("deepseek-chat", 4), ("qwen2.5-7b", 29),
  ])
  func `one short message has the frame of its family`(model: String, tokens: Int) {
    #expect(Meter.size(ofText: "", model: model).tokensIn == tokens)
  }

  /// An answer and a further message, or a system message, in addition to one message of the user.
  /// Counted by openai-harmony 0.0.8, mistral-common 1.13.1, llama-models 0.3.0.
  @Test(arguments: [
    ("gpt-oss-120b", 10, 7), ("mistral-large-2512", 3, 1), ("llama-3.3-70b", 10, 5),
    ("qwen3-max", 10, 5),
  ])
  func `further messages have theirs`(model: String, exchange: Int, system: Int) {
    func tokens(_ roles: [String]) -> Int {
      let messages = roles.map { #"{"role":"\#($0)","content":""}"# }.joined(separator: ",")
      return Meter.tokens(#""messages":[\#(messages)]"#, model: model)
    }
    let one = tokens(["user"])
    #expect(abs(tokens(["user", "assistant", "user"]) - one - exchange) <= 1)
    #expect(abs(tokens(["system", "user"]) - one - system) <= 1)
  }

  @Test func `a default system message counts only where there is none`() {
    let user = #"{"role":"user","content":""}"#
    let alone = Meter.tokens(#""messages":[\#(user)]"#, model: "qwen2.5-7b")
    let both = Meter.tokens(
      #""messages":[{"role":"system","content":""},\#(user)]"#, model: "qwen2.5-7b")
    #expect(alone == both + 16)
  }

  /// Two definitions with 255 tokens as JSON in o200k. Their true sizes: openai-harmony 0.0.8
  /// renders 179, of which OpenAI's own form lacks 24; Qwen's template 424; mistral-common 1.13.1
  /// encodes 344 and 357.
  @Test(arguments: [
    ("gpt-4o", 155), ("gpt-oss-120b", 179), ("qwen3-max", 424), ("mistral-large-2512", 344),
    ("mixtral-8x7b", 357),
  ])
  func `definitions of tools count in the form of their family, within a tenth`(
    model: String, truth: Int
  ) {
    let tokens =
      Meter.tokens(#""messages":[],"tools":\#(Self.tools)"#, model: model)
      - Meter.tokens(#""messages":[]"#, model: model)
    print("two tools for \(model): \(tokens) of \(truth)")
    #expect(abs(tokens - truth) <= truth / 10)
  }

  private static let tools =
    #"[{"type":"function","function":{"name":"find_flights","description":"Finds flights between "#
    + #"two airports on a given day.","parameters":{"type":"object","properties":{"origin":{"type":"#
    + #""string","description":"IATA code of the airport of departure"},"destination":{"type":"#
    + #""string","description":"IATA code of the airport of arrival"},"date":{"type":"string","#
    + #""format":"date","description":"Day of departure, as YYYY-MM-DD"},"cabin":{"type":"string","#
    + #""enum":["economy","premium","business"],"description":"Class of travel"},"max_stops":"#
    + #"{"type":"integer","minimum":0,"description":"At most so many stops"}},"required":["origin","#
    + #""destination","date"]}}},{"type":"function","function":{"name":"book_seat","description":"#
    + #""Books a seat on a flight that find_flights returned.","parameters":{"type":"object","#
    + #""properties":{"flight_id":{"type":"string"},"passengers":{"type":"array","items":{"type":"#
    + #""object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":"#
    + #"["name"]}},"extras":{"type":"array","items":{"type":"string","enum":["bag","meal"]}}},"#
    + #""required":["flight_id","passengers"]}}}]"#

  @Test(arguments: [
    #"[1,null,"x",{}]"#, #"[{"function":7}]"#, #"[{"function":{"parameters":{"properties":[]}}}]"#,
    #"[{"function":{"name":"f","parameters":{"properties":{"a":{"type":["string","null"]},"b":{"#
      + #""anyOf":[{"type":"integer"},{"enum":[]}]},"c":{"items":7},"d":null}}}}]"#,
    "[" + String(repeating: #"{"a":["#, count: 150) + String(repeating: "]}", count: 150) + "]",
  ])
  func `definitions of any shape are measured`(tools: String) {
    for model in ["gpt-4o", "llama-3.3-70b", "qwen3-max"] {
      let size = Meter.size(#"{"model":"\#(model)","messages":[],"tools":\#(tools)}"#)
      #expect(size.mostIn >= size.tokensIn)
    }
  }
}
