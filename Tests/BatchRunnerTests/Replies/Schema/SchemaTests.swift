import Basics
import Testing

@testable import BatchRunner

@Suite struct SchemaTests {
  static let cases =
    SchemaCase.types + SchemaCase.values + SchemaCase.numbers + SchemaCase.sizes
    + SchemaCase.containers

  @Test func `each answer is checked, and the first mismatch is reported`() throws {
    for sample in Self.cases {
      #expect(
        try Self.complaint(sample.schema, sample.answer) == sample.complaint,
        "\(sample.schema) \(sample.answer)")
    }
    print("schemas: \(Self.cases.count) answers judged as written down")
    #expect(Self.cases.count >= 80)
  }

  @Test(arguments: [
    ("", "it is not JSON: it ends in the middle of a value, at byte 0"),
    ("{\"type\":}", "it is not JSON: unexpected '}', at byte 8"),
    ("1", "a schema must be an object, true or false"),
    (#"{"pattern":"^a"}"#, "'pattern' is not a supported keyword"),
    (
      #"{"properties":{"a/b":{"items":{"format":"date"}}}}"#,
      "/properties/a~1b/items: 'format' is not a supported keyword"
    ),
    (##"{"$ref":"#"}"##, "'$ref' is not a supported keyword"),
    (#"{"type":"text"}"#, typeProblem), (#"{"type":[]}"#, typeProblem),
    (#"{"type":["null","null"]}"#, typeProblem), (#"{"type":1}"#, typeProblem),
    (#"{"type":"null","type":"null"}"#, "'type' appears twice"),
    (#"{"properties":{"a":{},"\u0061":{}}}"#, "/properties: 'a' appears twice"),
    (#"{"enum":[]}"#, "'enum' must be a list that is not empty"),
    (#"{"enum":"a"}"#, "'enum' must be a list that is not empty"),
    (#"{"required":"a"}"#, "'required' must be a list of different names"),
    (#"{"required":["a","a"]}"#, "'required' must be a list of different names"),
    (#"{"required":[1]}"#, "'required' must be a list of different names"),
    (#"{"properties":[]}"#, "'properties' must be an object of schemas"),
    (#"{"properties":{"a":1}}"#, "/properties/a: a schema must be an object, true or false"),
    (#"{"items":[{}]}"#, "'items' must be a schema"),
    (#"{"additionalProperties":"no"}"#, "'additionalProperties' must be a schema"),
    (#"{"minimum":"1"}"#, "'minimum' must be a number"),
    (#"{"exclusiveMaximum":true}"#, "'exclusiveMaximum' must be a number"),
    (#"{"minLength":-1}"#, "'minLength' must be a whole number from 0 to 999999999"),
    (#"{"maxItems":1.5}"#, "'maxItems' must be a whole number from 0 to 999999999"),
    (#"{"maxLength":1e10}"#, "'maxLength' must be a whole number from 0 to 999999999"),
  ])
  func `a text that is not a schema is refused, and no keyword is ignored`(
    text: String, clause: String
  ) {
    #expect {
      _ = try Schema(Array(text.utf8))
    } throws: { ($0 as? SchemaProblem)?.clause == clause }
  }

  private static let typeProblem =
    "'type' must be one of null, boolean, object, array, number, string, integer, or a list of "
    + "different ones"

  @Test func `schemas and literals have a greatest depth`() throws {
    func schema(_ depth: Int) -> String {
      String(repeating: #"{"items":"#, count: depth) + "true"
        + String(repeating: "}", count: depth)
    }
    func const(_ depth: Int) -> String {
      #"{"const":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        + "}"
    }
    for text in [schema(62), const(64)] { _ = try Schema(Array(text.utf8)) }
    for text in [schema(70), const(65), schema(300), const(500)] {
      #expect(throws: SchemaProblem(pointer: Self.deepPointer(text), reason: .nestedTooDeeply)) {
        _ = try Schema(Array(text.utf8))
      }
    }
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(try Self.complaint("{\"items\":true}", deep) == nil)
    #expect(
      try Self.complaint("{}", "[\(deep)]") == "the answer is not JSON: nested deeper than 512")
  }

  private static func deepPointer(_ text: String) -> String {
    text.hasPrefix("{\"items\"")
      ? String(repeating: "/items", count: Schema.deepestNesting) : ""
  }

  /// Changes random bytes of schemas and answers. Each check must return, with or without a
  /// complaint.
  @Test func `no schema and no answer crashes the check`() {
    var random = SplitMix64(seed: 7)
    var tried = 0
    var compiled = 0
    for round in 0..<6000 {
      let sample = Self.cases[round % Self.cases.count]
      let other = Self.cases[Int.random(in: 0..<Self.cases.count, using: &random)]
      let schema = Self.change(Array(sample.schema.utf8), using: &random)
      let answer = Self.change(Array(other.answer.utf8), using: &random)
      tried += 1
      guard let schema = try? Schema(schema) else { continue }
      compiled += 1
      var expectation = BatchRunner.Expectation()
      expectation.schema = schema
      _ = expectation.complaint(
        about: AnswerFacts(), in: Self.body(String(decoding: answer, as: UTF8.self)))
      _ = expectation.complaint(about: AnswerFacts(), in: answer)
    }
    print("schemas: \(tried) changed schemas tried, \(compiled) of them schemas still")
    #expect(compiled > 500)
  }

  private static func change(
    _ bytes: [UInt8], using random: inout SplitMix64
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
      let place = bytes.indices.randomElement(using: &random)!
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = Array("{}[]\",:0e-.\\ut".utf8).randomElement(using: &random)!
      case 1: bytes.remove(at: place)
      default: bytes.insert(contentsOf: bytes.suffix(4), at: place)
      }
    }
    return bytes
  }

  static func complaint(_ schema: String, _ answer: String) throws -> String? {
    var expectation = BatchRunner.Expectation()
    expectation.schema = try Schema(Array(schema.utf8))
    return expectation.complaint(about: AnswerFacts(), in: body(answer))
  }

  static func body(_ answers: String...) -> [UInt8] {
    var bytes = Array("{\"choices\":[".utf8)
    for (index, answer) in answers.enumerated() {
      bytes += Array("\(index > 0 ? "," : ""){\"message\":{\"content\":".utf8)
      JSONString.append(answer, to: &bytes)
      bytes += Array("}}".utf8)
    }
    return bytes + Array("]}".utf8)
  }
}
