import BatchRunner
import Foundation
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct FormattedAnswerTests {
  private static func answer(_ format: String, prompt: String = "Wörter, mit \\\"name\\\" darin")
    throws -> String
  {
    let sandbox = try TestedSandbox(Scenario(), in: .memory)
    let body = Chat.body(prompt, #","response_format":\#(format)"#)
    let reply = try #require(try sandbox.post(body))
    let again = try sandbox.post(body)
    #expect(reply.status == 200 && reply.isJSON)
    // Still escaped, without quotes.
    let content = try #require(reply.content)
    if format.contains("json") { #expect(again?.content == content) }
    return try JSONDecoder().decode(String.self, from: Data("\"\(content)\"".utf8))
  }

  private static func object(_ schema: String, prompt: String = "one two three") throws
    -> [String: Any]
  {
    let text = try answer(
      #"{"type":"json_schema","json_schema":{"name":"x","schema":\#(schema)}}"#, prompt: prompt)
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func `an answer fits the schema that is asked for`() throws {
    let schema = #"""
      {"type":"object","required":["s","n","i","b","l","o","c","r","u"],"properties":{
      "s":{"type":"string","enum":["up","down"]},"n":{"type":"number","minimum":2,"maximum":3},
      "i":{"type":["null","integer"],"minimum":-7,"exclusiveMaximum":-4},"b":{"type":"boolean"},
      "l":{"type":"array","minItems":2,"maxItems":3,"items":{"type":"string","maxLength":4}},
      "o":{"type":"object","properties":{"deep":{"const":7}}},"c":{"type":"string","minLength":60},
      "r":{"$ref":"#/$defs/d"},"u":{"anyOf":[{"const":1},{"const":2}]}},
      "$defs":{"d":{"type":"string","format":"date"}}}
      """#.replacingOccurrences(of: "\n", with: "")
    var seen: Set<String> = []
    for number in 0..<200 {
      let object = try Self.object(schema, prompt: "case \(number) with words")
      let word = try #require(object["s"] as? String)
      seen.insert(word)
      #expect(["up", "down"].contains(word))
      #expect((2...3).contains(try #require(object["n"] as? Double)))
      #expect((-7 ... -5).contains(try #require(object["i"] as? Int)))
      #expect(object["b"] is Bool)
      let list = try #require(object["l"] as? [String])
      #expect((2...3).contains(list.count) && list.allSatisfy { $0.count <= 4 })
      #expect((object["o"] as? [String: Int]) == ["deep": 7])
      #expect(try #require(object["c"] as? String).unicodeScalars.count >= 60)
      #expect(object["r"] as? String == "2026-11-22")
      #expect([1, 2].contains(object["u"] as? Int))
    }
    #expect(seen == ["up", "down"])
    print("answers checked against a schema: 200")
  }

  @Test func `a schema that refers to itself ends`() throws {
    let object = try Self.object(
      ##"{"type":"object","properties":{"next":{"$ref":"#"}}}"##)
    #expect(object["next"] != nil)
  }

  @Test(arguments: [
    #"{"type":"array","minItems":-5,"maxItems":-3}"#, #"{"type":"integer","minimum":1e300}"#,
    #"{"type":"number","minimum":1e999}"#, #"{"type":"number","maximum":-1e999}"#,
    #"{"type":"string","minLength":-1,"maxLength":-2}"#,
    #"{"type":"array","minItems":9223372036854775807}"#,
    #"{"type":"integer","exclusiveMinimum":9e99,"exclusiveMaximum":-9e99}"#,
  ])
  func `a schema with absurd numbers gets an answer`(schema: String) throws {
    let object = try Self.object(#"{"type":"object","properties":{"a":\#(schema)}}"#)
    #expect(object["a"] != nil)
  }

  @Test(
    arguments: [
      (#"Give \"sentiment\" and \"topic\", \"sentiment\" first"#, ["sentiment", "topic"]),
      ("Give me JSON", ["answer"]),
    ] as [(String, Set<String>)])
  func `without a schema, names are taken from the prompt`(
    prompt: String, names: Set<String>
  ) throws {
    let text = try Self.answer(#"{"type":"json_object"}"#, prompt: prompt)
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(value.map { Set($0.keys) } == names)
  }

  @Test func `a request can ask for plain text by name`() throws {
    #expect(try !Self.answer(#"{"type":"text"}"#).hasPrefix("{"))
  }
}
