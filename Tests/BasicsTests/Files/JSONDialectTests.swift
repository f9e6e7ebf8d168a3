import Basics
import Testing

@Suite struct JSONDialectTests {
  static let cases: [(String, Int, JSONDialect?)] = [
    (#"{"a":NaN}"#, 5, .notFinite("NaN")),
    (#"{"a": -Infinity, "b": 1}"#, 6, .notFinite("-Infinity")),
    (#"[1,nan]"#, 3, .notFinite("nan")),
    (#"{"a":0xFF}"#, 5, .number("0xFF")),
    (#"{"a":-0x1f,"b":1}"#, 5, .number("-0x1f")),
    (#"{"a":0b11}"#, 5, .number("0b11")),
    (#"{"a":.5}"#, 5, .number(".5")),
    (#"{"a":5.}"#, 5, .number("5.")),
    (#"{"a":+5e3}"#, 5, .number("+5e3")),
    (#"{"a":007}"#, 5, .number("007")),
    (#"{"a":None}"#, 5, .pythonWord("None")),
    (#"{"a":True}"#, 5, .pythonWord("True")),
    ("{'a': 1}", 1, .singleQuotes),
    (#"{"a": 'x'}"#, 6, .singleQuotes),
    (#"{"a": tru}"#, 0, nil),
    (#"{"a": nothing}"#, 0, nil),
    (#"{"a": 0x}"#, 0, nil),
    (#"{"a": 0b12}"#, 0, nil),
    (#"{"a": 1.2.3}"#, 0, nil),
    (#"{"a": .}"#, 0, nil),
    (#"{"a": 1"#, 0, nil),
    ("hello", 0, nil),
    (#"{"a": "# + String(repeating: "1", count: 50) + "x}", 0, nil),
  ]

  @Test(arguments: cases)
  func `a spelling that is not JSON is told with its place`(
    text: String, offset: Int, dialect: JSONDialect?
  ) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in
      var outline = JSONOutline()
      do {
        try outline.read(bytes, depth: 0)
        Issue.record("read \(text)")
      } catch let error as JSONError {
        let found = JSONDialect.find(error, in: bytes)
        #expect(found?.dialect == dialect)
        if dialect != nil { #expect(found?.offset == offset) }
      }
    }
  }

  @Test func `the remedy names the file and a new one`() {
    #expect(
      JSONDialect.notFinite("NaN").remedy(for: "a b.jsonl")
        == "Write null instead: python3 -c 'import json,sys; [print(json.dumps(json.loads("
        + "l,parse_constant=lambda c:None))) for l in sys.stdin]' < 'a b.jsonl' > "
        + "'a b.lines.jsonl'")
    #expect(
      JSONDialect.singleQuotes.remedy(for: "d.txt.gz")
        == "Write lines with json.dumps, or mend the file: gzip -dc d.txt.gz | python3 -c 'import "
        + "ast,json,sys; [print(json.dumps(ast.literal_eval(l))) for l in sys.stdin]' > d.jsonl")
  }
}
