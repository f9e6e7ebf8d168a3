import Foundation
import Testing

@testable import Basics

@Suite struct JSONOutlineTests {
  /// Valid texts by the grammar of RFC 8259. Most are from public test suites for JSON parsers.
  static let accepted = [
    "[]", "{}", "[[]   ]", "[\"\"]", "[false]", "[null, 1, \"1\", {}]", "[null]", "[1\n]", " [1]",
    "[1,null,null,null,2]", "[2] ", "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.0000001]",
    "[20e1]", "[-0]", "[-123]", "[-1]", "[-0]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]",
    "[123.456e78]", "[1e-2]", "[1e+2]", "[123]", "[123.456789]",
    "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\"asd\":\"sdf\"}", "{\"a\":\"b\",\"a\":\"c\"}",
    "{\"a\":\"b\",\"a\":\"b\"}", "{\"\":0}", "{\"foo\\u0000bar\": 42}",
    "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", "{\"a\":[]}", "{\n\"a\": \"b\"\n}",
    "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
    "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]",
    "[\"\\\\a\"]", "[\"\\\\n\"]", "[\"\\u0012\"]", "[\"\\uFFFF\"]", "[\"asd\"]", "[ \"asd\"]",
    "[\"\u{7F}\"]", "[\"\u{FFFF}\"]", "[\"new\u{A0}line\"]", "[\"\u{10FFFF}\"]", "[\"\u{2028}\"]",
    "[\"€𝄞\"]", "\" \"", "[\"\\uA66D\"]", "false", "42", "-0.1", "null", "\"asd\"", "true", "\"\"",
    "[\"a\"]\n", "[true]", " [] ", "[\"\\uD800\"]", "[\"\\uDFAA\"]", "[\"\\uD888\\u1234\"]",
    "[1e400]",
    "[-1e+9999]", "[100000000000000000000]", "\t\r\n []",
  ]

  /// Invalid texts, and the byte offset of the error.
  static let rejected: [(String, Int)] = [
    ("", 0), (" ", 1), ("[1 true]", 3), ("[\"\": 1]", 3), ("[\"\"],", 4), ("[,1]", 1),
    ("[1,,2]", 3), ("[\"x\",,]", 5), ("[\"x\"]]", 5), ("[\"\",]", 4), ("[\"x\"", 4), ("[x", 1),
    ("[3[4]]", 2), ("[1:2]", 2), ("[,]", 1), ("[-]", 1), ("[   , \"\"]", 4), ("[1,]", 3),
    ("[1,1", 4), ("[*]", 1), ("[", 1), ("[fals]", 5), ("[nul]", 4), ("[tru]", 4), ("[++1234]", 1),
    ("[+1]", 1), ("[+Inf]", 1), ("[-01]", 1), ("[-1.0.]", 5), ("[-2.]", 1), ("[-NaN]", 1),
    ("[.-1]", 1), ("[.2e-3]", 1), ("[0.1.2]", 4), ("[0.3e+]", 1), ("[0.3e]", 1), ("[0.e1]", 1),
    ("[0E+]", 1), ("[0E]", 1), ("[1.0e+]", 1), ("[1.0e-]", 1), ("[1 000.0]", 3), ("[1eE2]", 1),
    ("[2.e+3]", 1), ("[2.e3]", 1), ("[9.e+]", 1), ("[Inf]", 1), ("[NaN]", 1), ("[1+2]", 2),
    ("[0x1]", 2), ("[0x42]", 2), ("[Infinity]", 1), ("[0e+-1]", 1), ("[-123.123foo]", 9),
    ("[123.]", 1), ("[-Infinity]", 1), ("[-foo]", 1), ("[- 1]", 1), ("[-012]", 1), ("[-.123]", 1),
    ("[1ea]", 1), ("[.123]", 1), ("[1.2a-3]", 4), ("[1.8011670033376514H-308]", 19), ("[012]", 1),
    ("[\"x\", truth]", 9), ("{[: \"x\"}", 1), ("{\"x\", null}", 4), ("{\"x\"::\"b\"}", 5),
    ("{🇨🇭}", 1), ("{\"a\":\"a\" 123}", 9), ("{key: 'value'}", 1), ("{\"a\" b}", 5), ("{:\"b\"}", 1),
    ("{\"a\"", 4), ("{\"a\":", 5), ("{1:1}", 1), ("{9999E9999:1}", 1), ("{null:null,null:null}", 1),
    ("{\"id\":0,,,,,}", 8), ("{'a':0}", 1), ("{\"id\":0,}", 8), ("{\"a\":\"b\"}/**/", 9),
    ("{\"a\":\"b\"}//", 9), ("{\"a\":\"b\",,\"c\":\"d\"}", 9), ("{a: \"b\"}", 1), ("{\"a\":\"a", 7),
    ("{ \"foo\" : \"bar\", \"a\" }", 21), ("{\"a\":\"b\"}#", 9), ("[\"\\uD800\\\"]", 11),
    ("[\"\\uD800\\u\"]", 8), ("[\"\\uD800\\u1\"]", 8), ("[\"\\uD800\\u1x\"]", 8), ("[é]", 1),
    ("[\"\\\u{0}\"]", 2), ("[\"\\x00\"]", 2), ("[\"\\\\\\\"]", 7), ("[\"\\\t\"]", 2),
    ("[\"\\🌀\"]", 2),
    ("[\"\\\"]", 5), ("[\"\\u00A\"]", 2), ("[\"\\uqqqq\"]", 2), ("[\"\\a\"]", 2),
    ("[\\u0020\"asd\"]", 1),
    ("[\\n]", 1), ("\"", 1), ("['single quote']", 1), ("abc", 0), ("[\"\\", 3),
    ("[\"a\u{0}a\"]", 3),
    ("[\"new\nline\"]", 5), ("[\"\t\"]", 2), ("\"\\UA66D\"", 1), ("\"\"x", 2), ("<.>", 0),
    ("[<null>]", 1),
    ("[1]x", 3), ("[\"asd]", 6), ("aå", 0), ("[True]", 1), ("1]", 1), ("{\"x\": true,", 11),
    ("[][]", 2),
    ("]", 0), ("\u{FEFF}{}", 0), ("å", 0), ("{\"\":", 4), ("2@", 1), ("{}}", 2),
    ("{\"a\":/*c*/\"b\"}", 5),
    ("{\"a\": true} \"x\"", 12), ("[\"a\",\n4\n,1,", 11), ("{]", 1), ("[}", 1), ("[\u{A0}]", 1),
    ("[\u{0C}]", 1), ("'", 0), ("\"a", 2), ("{\"a\":1]", 6), ("[1}", 2), ("-", 0), ("[0 1]", 3),
    ("00", 0),
  ]

  @Test(arguments: accepted)
  func `a valid text is accepted`(text: String) throws {
    var outline = JSONOutline()
    try Array(text.utf8).withUnsafeBytes { try outline.read($0, depth: 2) }
  }

  @Test(arguments: rejected)
  func `an invalid text is rejected with the offset of the error`(text: String, offset: Int) {
    #expect(Self.error(Array(text.utf8))?.offset == offset)
  }

  /// Byte sequences just outside table 3-7 of the Unicode Standard.
  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x7F], [0xE0, 0x9F, 0xBF],
      [0xE0, 0xA0], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF0, 0x90, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
      [0xE2, 0x28, 0xA1], [0xF0, 0x28, 0x8C, 0xBC], [0xF0, 0x90, 0x28, 0xBC],
    ] as [[UInt8]])
  func `ill-formed UTF-8 in a string is rejected where it begins`(bytes: [UInt8]) {
    // The scanner reads eight bytes at a time, so try each position in them.
    for padding in 0..<9 {
      let before = [UInt8](repeating: 0x61, count: padding)
      let text = Array("[\"".utf8) + before + bytes + Array("\"]".utf8)
      let error = Self.error(text)
      #expect(error?.offset == 2 + padding)
      #expect(error?.reason == .invalidUTF8)
    }
  }

  @Test func `nesting is allowed to a depth of 512`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(Self.error(nested(512)) == nil)
    #expect(Self.error(nested(513)) == JSONError(offset: 512, reason: .nestedTooDeeply))
    #expect(Self.error([UInt8](repeating: 0x5B, count: 1_000_000))?.reason == .nestedTooDeeply)
  }

  @Test func `members are found by name, with or without escapes`() throws {
    let text = Array(#"{"a":{"b":[1,{"c":2}]},"\u0061":"last","n":-1.5e2,"i":42}"#.utf8)
    var outline = JSONOutline()
    try text.withUnsafeBytes { bytes in
      try outline.read(bytes, depth: 3)
      let last = try #require(outline.member("a", in: bytes))
      #expect(outline.string(last, in: bytes) == "last")
      #expect(outline.member("missing", in: bytes) == nil)
      #expect(outline.number(try #require(outline.member("n", in: bytes)), in: bytes) == -150)
      #expect(outline.integer(try #require(outline.member("i", in: bytes)), in: bytes) == 42)
      #expect(outline.nodes.count == 8)
    }
  }

  @Test(
    arguments: [
      ("1e308", 1e308), ("1e309", nil), ("1e999", nil), ("-1e999", nil), ("1e-999", 0),
      ("9\(String(repeating: "0", count: 400))", nil), ("0e999", 0),
    ] as [(String, Double?)])
  func `a number beyond the largest Double has no value`(text: String, value: Double?) throws {
    var outline = JSONOutline()
    try Array(text.utf8).withUnsafeBytes { bytes in
      try outline.read(bytes, depth: 1)
      #expect(outline.number(0, in: bytes) == value)
      #expect(outline.integer(0, in: bytes) == value.flatMap { Int(exactly: $0) })
    }
  }

  /// Replaces, removes or doubles random bytes of valid texts.
  @Test func `a mutated text is accepted only if Foundation accepts it too`() throws {
    var generator = SplitMix64(seed: 20_26)
    var cases = 0
    for text in Self.accepted where !text.contains("\\uD8") && !text.contains("\\uDF") {
      for _ in 0..<200 {
        var bytes = Array(text.utf8)
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: at)
        default: bytes.insert(bytes[at], at: at)
        }
        cases += 1
        guard Self.error(bytes) == nil else { continue }
        // Foundation also rejects huge numbers and unpaired surrogates, which RFC 8259 allows.
        let isRead = try? JSONSerialization.jsonObject(
          with: Data(bytes), options: .fragmentsAllowed)
        let isHuge = String(decoding: bytes, as: UTF8.self).contains { "eE".contains($0) }
        let isHalfPair = String(decoding: bytes, as: UTF8.self).contains("\\u")
        #expect(isRead != nil || isHuge || isHalfPair, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
    print(
      "JSON: \(Self.accepted.count) accepted, \(Self.rejected.count) rejected, \(cases) mutated")
  }

  static func error(_ bytes: [UInt8]) -> JSONError? {
    var outline = JSONOutline()
    return bytes.withUnsafeBytes { text in
      do throws(JSONError) {
        try outline.read(text, depth: 2)
        return nil
      } catch {
        return error
      }
    }
  }
}
