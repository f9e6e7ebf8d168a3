import Basics
import Foundation
import Testing

@Suite struct JSONSpellingTests {
  private static func spell(
    _ json: String, _ layout: JSONSpelling.Layout, _ escapes: JSONSpelling.Escapes
  ) -> String {
    var bytes: [UInt8] = []
    Array(json.utf8).withUnsafeBytes { JSONSpelling(layout, escapes).append($0, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let mixed = #"{ "a/é":[1.50, {},[ ]], "b" :"\u00e9\/<\ud83d\ude00\u0001\u2028" }"#

  @Test(
    arguments: [
      (.asItIs, .asTheyAre, mixed),
      (
        .compact, .none,
        #"{"a/é":[1.50,{},[]],"b":"é/<😀\u0001"# + "\u{2028}\"}"
      ),
      (
        .spaced, .ascii,
        #"{"a/\u00e9": [1.50, {}, []], "b": "\u00e9/<\ud83d\ude00\u0001\u2028"}"#
      ),
      (
        .spaced, .asciiAndSlashes,
        #"{"a\/\u00e9": [1.50, {}, []], "b": "\u00e9\/<\ud83d\ude00\u0001\u2028"}"#
      ),
      (
        .indented, .html,
        #"{  "a/é": [    1.50,    {},    []  ],  "b": "é/\u003c😀\u0001\u2028"}"#
      ),
      (.asItIs, .slashes, #"{ "a\/é":[1.50, {},[ ]], "b" :"é\/<😀\u0001"# + "\u{2028}\" }"),
    ] as [(JSONSpelling.Layout, JSONSpelling.Escapes, String)])
  func `white space and escapes are written as other programs write them`(
    layout: JSONSpelling.Layout, escapes: JSONSpelling.Escapes, expected: String
  ) {
    #expect(Self.spell(Self.mixed, layout, escapes) == expected)
  }

  @Test func `half of a surrogate pair stays as it is written`() {
    #expect(Self.spell(#"["\ud83d \/"]"#, .compact, .none) == #"["\ud83d \/"]"#)
  }

  @Test func `every spelling means the same`() throws {
    let value = try JSONSerialization.jsonObject(with: Data(Self.mixed.utf8)) as? NSDictionary
    for spelling in JSONSpelling.all {
      var bytes: [UInt8] = []
      Array(Self.mixed.utf8).withUnsafeBytes { spelling.append($0, to: &bytes) }
      let other = try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary
      #expect(other == value && value != nil)
    }
  }
}
