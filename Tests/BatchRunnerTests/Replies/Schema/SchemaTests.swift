import Basics
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import BatchRunner

@Suite struct SchemaTests {
  static let cases =
    SchemaCase.types + SchemaCase.values + SchemaCase.numbers + SchemaCase.sizes
    + SchemaCase.containers + SchemaCase.arrays + SchemaCase.objects + SchemaCase.logic
    + SchemaCase.references + SchemaCase.spellings

  @Test func `each answer is checked, and the first mismatch is reported`() throws {
    for sample in Self.cases {
      #expect(
        try Self.complaint(sample.schema, sample.answer) == sample.complaint,
        "\(sample.schema) \(sample.answer)")
    }
    print("schemas: \(Self.cases.count) answers judged as written down")
    #expect(Self.cases.count >= 200)
  }

  @Test(arguments: [
    ("", "it is not JSON: it ends in the middle of a value, at byte 0"),
    ("{\"type\":}", "it is not JSON: unexpected '}', at byte 8"),
    ("1", "a schema must be an object, true or false"),
    (#"{"nullable":true}"#, "'nullable' is not a supported keyword"),
    (
      #"{"properties":{"a/b":{"items":{"formats":"date"}}}}"#,
      "/properties/a~1b/items: 'formats' is not a supported keyword"
    ),
    (##"{"$dynamicRef":"#a"}"##, "'$dynamicRef' is not a supported keyword"),
    (
      ##"{"$defs":{"a":{"$recursiveRef":"#"}}}"##,
      "/$defs/a: '$recursiveRef' is not a supported keyword"
    ),
    (#"{"unevaluatedItems":false}"#, "'unevaluatedItems' is not a supported keyword"),
    (
      #"{"allOf":[{"unevaluatedProperties":false}]}"#,
      "/allOf/0: 'unevaluatedProperties' is not a supported keyword"
    ),
    (#"{"$vocabulary":{}}"#, "'$vocabulary' is not a supported keyword"),
    (
      #"{"$schema":"https://example.com/mine"}"#,
      "'$schema' is 'https://example.com/mine', which is not supported"
    ),
    (
      #"{"$schema":"http://json-schema.org/draft-04/schema#"}"#,
      "'$schema' is 'http://json-schema.org/draft-04/schema#', which is not supported"
    ),
    (#"{"$ref":"other.json"}"#, "'$ref' points to 'other.json', which is not in this file"),
    (
      #"{"items":{"$ref":"https://a.example/b#/c"}}"#,
      "/items: '$ref' points to 'https://a.example/b#/c', which is not in this file"
    ),
    (##"{"$ref":"#/$defs/none"}"##, "'$ref' points to '#/$defs/none', where nothing is"),
    (##"{"$ref":"#none"}"##, "'$ref' points to '#none', where nothing is"),
    (##"{"enum":[1],"$ref":"#/enum"}"##, "'$ref' points to '#/enum', where nothing is"),
    (#"{"$ref":1}"#, "'$ref' must be a string"), (#"{"$id":1}"#, "'$id' must be a string"),
    (##"{"$ref":"#"}"##, "'$ref' leads back to the same schema without end"),
    (
      ##"{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}"##,
      "/$defs/a: '$ref' leads back to the same schema without end"
    ),
    (
      ##"{"dependentSchemas":{"a":{"type":"object","$ref":"#"}}}"##,
      "'$ref' leads back to the same schema without end"
    ),
    (#"{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}"#, "/$defs/b: 'x' appears twice"),
    (
      #"{"pattern":"a(?=b)"}"#,
      "'pattern' cannot use the pattern 'a(?=b)': look-ahead (?= is not supported"
    ),
    (
      #"{"patternProperties":{"[":true}}"#,
      "'patternProperties' cannot use the pattern '[': a '[' without ']'"
    ),
    (#"{"pattern":1}"#, "'pattern' must be a string"),
    (#"{"multipleOf":0}"#, "'multipleOf' must be a number above 0 with at most 36 digits"),
    (#"{"multipleOf":-2}"#, "'multipleOf' must be a number above 0 with at most 36 digits"),
    (#"{"uniqueItems":1}"#, "'uniqueItems' must be true or false"),
    (#"{"allOf":[]}"#, "'allOf' must be a list of schemas that is not empty"),
    (#"{"oneOf":{}}"#, "'oneOf' must be a list of schemas that is not empty"),
    (#"{"anyOf":[1]}"#, "/anyOf/0: a schema must be an object, true or false"),
    (#"{"dependencies":{"a":1}}"#, "'dependencies' must be a schema"),
    (#"{"dependentRequired":{"a":{}}}"#, "'dependentRequired' must be a list of different names"),
    (#"{"$defs":1}"#, "'$defs' must be an object of schemas"),
    (#"{"type":"text"}"#, typeProblem), (#"{"type":[]}"#, typeProblem),
    (#"{"type":["null","null"]}"#, typeProblem), (#"{"type":1}"#, typeProblem),
    (#"{"type":"null","type":"null"}"#, "'type' appears twice"),
    (#"{"properties":{"a":{},"\u0061":{}}}"#, "/properties: 'a' appears twice"),
    (#"{"enum":"a"}"#, "'enum' must be a list"),
    (#"{"required":"a"}"#, "'required' must be a list of different names"),
    (#"{"required":["a","a"]}"#, "'required' must be a list of different names"),
    (#"{"required":[1]}"#, "'required' must be a list of different names"),
    (#"{"properties":[]}"#, "'properties' must be an object of schemas"),
    (#"{"properties":{"a":1}}"#, "/properties/a: a schema must be an object, true or false"),
    (#"{"items":[]}"#, "'items' must be a list of schemas that is not empty"),
    (#"{"items":1}"#, "'items' must be a schema"),
    (#"{"additionalProperties":"no"}"#, "'additionalProperties' must be a schema"),
    (#"{"minimum":"1"}"#, "'minimum' must be a number"),
    (#"{"exclusiveMaximum":true}"#, "'exclusiveMaximum' must be a number"),
    (#"{"minLength":-1}"#, "'minLength' must be a whole number that is not negative"),
    (#"{"maxItems":1.5}"#, "'maxItems' must be a whole number that is not negative"),
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
    let itself = ##"{"items":{"$ref":"#"}}"##
    let tooDeep = "the answer: nested too deeply to be checked"
    #expect(try Self.complaint(itself, Self.nested(256)) == nil)
    #expect(try Self.complaint(itself, Self.nested(257)) == tooDeep)
    // A check that was given up counts as a mismatch, also inside what turns verdicts around.
    #expect(
      try Self.complaint(
        ##"{"not":{"$ref":"#/$defs/a"},"$defs":{"a":\##(itself)}}"##, Self.nested(400))
        == tooDeep)
    #expect(try Self.complaint(#"{"uniqueItems":true}"#, "[\(Self.nested(127)),1]") == nil)
    #expect(try Self.complaint(#"{"uniqueItems":true}"#, "[\(Self.nested(128)),1]") == tooDeep)
    #expect(
      try Self.complaint("{}", "[\(deep)]") == "the answer is not JSON: nested deeper than 512")
  }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  /// Threads of Swift have 512 KiB on macOS. A debug build needs several times the stack of a
  /// release build.
  @Test func `the deepest check fits into a thread's stack`() throws {
    let schema = try Schema(
      Array(
        ##"""
        {"$defs":{"a":{"type":"object","additionalProperties":{"anyOf":[{"type":"null"},
        {"oneOf":[{"items":{"$ref":"#/$defs/a"},"contains":true}]}]}}},"$ref":"#/$defs/a"}
        """##.utf8))
    let answer = String(repeating: #"{"b":["#, count: 200) + String(repeating: "]}", count: 200)
    let complaint = Mutex<String?>(nil)
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread {
      var expectation = BatchRunner.Expectation()
      expectation.schema = schema
      let found = expectation.complaint(about: AnswerFacts(), in: Self.body(answer))
      complaint.withLock { $0 = found }
      ended.signal()
    }
    thread.stackSize = 2 << 20
    thread.start()
    ended.wait()
    #expect(complaint.withLock { $0 } == "the answer: nested too deeply to be checked")
  }

  @Test func `references do not multiply the work`() throws {
    // Each level asks about the next one twice: 2^200 questions without what is remembered.
    let schema = ##"{"anyOf":[{"items":{"$ref":"#"},"maxItems":0},{"items":{"$ref":"#"}}]}"##
    #expect(try Self.complaint(schema, Self.nested(100)) == nil)
  }

  @Test func `a long chain of references is followed once`() throws {
    let links = (0..<3_000).map { ##""d\##($0)":{"$ref":"#/$defs/d\##($0 + 1)"}"## }
    let schema =
      ##"{"$defs":{"d3000":{"const":1},\##(links.joined(separator: ","))},"$ref":"#/$defs/d0"}"##
    #expect(try Self.complaint(schema, "1") == nil)
    #expect(try Self.complaint(schema, "2") == "the answer: not 1")
  }

  @Test func `a suggestion is made for a keyword that is nearly right`() {
    let problem = SchemaProblem(pointer: "", reason: .unknownKeyword("maxlenght"))
    #expect(
      problem.remedy
        == "Remove it, or write 'maxLength'. Names that begin with 'x-' are notes, and "
        + "are not checked.")
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
