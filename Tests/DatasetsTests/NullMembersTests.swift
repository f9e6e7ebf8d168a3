import Testing

@testable import Datasets

@Suite struct NullMembersTests {
  static let cases: [(String, String)] = [
    (#"{"a":1}"#, #"{"a":1}"#),
    (#"{"a":null}"#, "{}"),
    (#"{"a":null,"b":1}"#, #"{"b":1}"#),
    (#"{"a":1,"b":null}"#, #"{"a":1}"#),
    (#"{"a":null,"b":null,"c":1,"d":null,"e":2}"#, #"{"c":1,"e":2}"#),
    (#"{"a":null,"b":null}"#, "{}"),
    (#"{ "a" : null , "b" : 1 }"#, #"{ "b" : 1 }"#),
    (#"{"m":[{"role":"user","name":null},{"x":null}],"t":null}"#, #"{"m":[{"role":"user"},{}]}"#),
    (#"{"a":[null,1,null]}"#, #"{"a":[null,1,null]}"#),
    (#"{"m":[{"content":null,"tool_calls":null}]}"#, #"{"m":[{"content":null}]}"#),
    (
      #"{"response_format":{"json_schema":{"strict":null,"schema":{"default":null}}}}"#,
      #"{"response_format":{"json_schema":{"schema":{"default":null}}}}"#
    ),
    (
      #"{"tools":[{"function":{"parameters":{"const":null},"strict":null}}]}"#,
      #"{"tools":[{"function":{"parameters":{"const":null}}}]}"#
    ),
    (#"{"a":{"b":{"c":null,"d":1.50}},"e":"null"}"#, #"{"a":{"b":{"d":1.50}},"e":"null"}"#),
    ("{\"a\":null", "{\"a\":null"),
  ]

  @Test(arguments: cases)
  func `members that are null are cut out, and nothing else changes`(text: String, left: String) {
    var members = NullMembers()
    var bytes = Array(("x" + text).utf8)
    members.cut(from: &bytes, at: 1)
    #expect(String(decoding: bytes, as: UTF8.self) == "x" + left)
  }
}
