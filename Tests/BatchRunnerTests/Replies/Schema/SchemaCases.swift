import BatchRunner

/// A schema, the text of an answer, and the expected complaint; `nil`: the answer fits.
struct SchemaCase: Sendable {
  let schema: String
  let answer: String
  let complaint: String?

  init(_ schema: String, _ answer: String, _ complaint: String? = nil) {
    self.schema = schema
    self.answer = answer
    self.complaint = complaint
  }

  static let types: [SchemaCase] = [
    .init("true", "1"), .init("{}", "null"), .init("false", "1", "the answer: not allowed"),
    .init(#"{"type":"null"}"#, "null"),
    .init(#"{"type":"null"}"#, "0", "the answer: not of type null"),
    .init(#"{"type":"boolean"}"#, "false"),
    .init(#"{"type":"boolean"}"#, #""true""#, "the answer: not of type boolean"),
    .init(#"{"type":"object"}"#, "{}"),
    .init(#"{"type":"object"}"#, "[]", "the answer: not of type object"),
    .init(#"{"type":"array"}"#, "[1]"),
    .init(#"{"type":"array"}"#, "{}", "the answer: not of type array"),
    .init(#"{"type":"number"}"#, "-1.5e3"),
    .init(#"{"type":"number"}"#, "true", "the answer: not of type number"),
    .init(#"{"type":"string"}"#, #""""#),
    .init(#"{"type":"string"}"#, "1", "the answer: not of type string"),
    .init(#"{"type":"integer"}"#, "7"), .init(#"{"type":"integer"}"#, "7.0"),
    .init(#"{"type":"integer"}"#, "75e-1", "the answer: not of type integer"),
    .init(#"{"type":"integer"}"#, "70e-1"), .init(#"{"type":"integer"}"#, "-0"),
    .init(#"{"type":"integer"}"#, "0.0e-5"),
    .init(
      #"{"type":"integer"}"#, "12345678901234567890.5", "the answer: not of type integer"),
    .init(#"{"type":["string","null"]}"#, "null"),
    .init(#"{"type":["string","null"]}"#, "1", "the answer: not of type string or null"),
    .init(#"{"type":["integer","number"]}"#, "0.5"),
  ]

  static let values: [SchemaCase] = [
    .init(#"{"const":1}"#, "1.0"), .init(#"{"const":1}"#, "1e0"), .init(#"{"const":1}"#, "10E-1"),
    .init(#"{"const":1}"#, "true", "the answer: not 1"),
    .init(#"{"const":0}"#, "false", "the answer: not 0"), .init(#"{"const":0}"#, "-0.0"),
    .init(#"{"const":9007199254740993}"#, "9007199254740993"),
    .init(
      #"{"const":9007199254740993}"#, "9007199254740992", "the answer: not 9007199254740993"),
    .init(#"{"const":0.1}"#, "0.10000000000000000001", "the answer: not 0.1"),
    .init(#"{"const":1e400}"#, "1e401", "the answer: not 1e400"),
    .init(#"{"const":1e400}"#, "10e399"),
    .init(#"{"const":"é"}"#, #""\u00e9""#),
    .init(#"{"const":"é"}"#, #""e\u0301""#, #"the answer: not "é""#),
    .init(#"{"const":"\ud83d\ude00"}"#, #""😀""#),
    .init(#"{"const":"\ud83d"}"#, #""\ud83d""#),
    .init(#"{"const":"\ud83d"}"#, #""\ufffd""#, #"the answer: not "\ud83d""#),
    .init(#"{"const": [1, {"a": null}]}"#, #"[1.0,{"a":null}]"#),
    .init(#"{"const": [1, {"a": null}]}"#, "[1]", #"the answer: not [1,{"a":null}]"#),
    .init(#"{"const":{"a":1,"b":2}}"#, #"{"b":2,"a":1}"#),
    .init(#"{"const":{"a":1}}"#, #"{"a":1,"b":2}"#, #"the answer: not {"a":1}"#),
    .init(#"{"const":{"a":1}}"#, #"{"a":2,"a":1}"#),
    .init(#"{"enum":["price","quality"]}"#, #""price""#),
    .init(
      #"{"enum":["price","quality"]}"#, #""Price""#,
      #"the answer: not one of "price", "quality""#),
    .init(#"{"enum":[1,null]}"#, "null"), .init(#"{"enum":[1,null]}"#, "1.00"),
    .init(
      #"{"enum":[1,2,3,4,5,6,7,8,9]}"#, "0",
      "the answer: not one of 1, 2, 3, 4, 5, 6, 7, 8, ..."),
    .init(
      #"{"const":"0123456789012345678901234567890123456789"}"#, "0",
      #"the answer: not "012345678901234567890123456789012345678..."#),
  ]

  static let numbers: [SchemaCase] = [
    .init(#"{"minimum":1}"#, "1"), .init(#"{"minimum":1}"#, "0.999", "the answer: less than 1"),
    .init(#"{"minimum":-2}"#, "-2.0"), .init(#"{"minimum":-2}"#, "-3", "the answer: less than -2"),
    .init(#"{"maximum":5}"#, "5e0"), .init(#"{"maximum":5}"#, "5.01", "the answer: more than 5"),
    .init(#"{"exclusiveMinimum":0}"#, "1e-300"),
    .init(#"{"exclusiveMinimum":0}"#, "-0", "the answer: not more than 0"),
    .init(#"{"exclusiveMaximum":1.50}"#, "1.4999"),
    .init(#"{"exclusiveMaximum":1.50}"#, "1.5", "the answer: not less than 1.50"),
    .init(
      #"{"maximum":9007199254740992}"#, "9007199254740993",
      "the answer: more than 9007199254740992"),
    .init(#"{"minimum":1}"#, #""a""#), .init(#"{"minimum":0,"maximum":10}"#, "1e1"),
    .init(#"{"maximum":99}"#, "1e2", "the answer: more than 99"),
  ]

  static let sizes: [SchemaCase] = [
    .init(#"{"minLength":1}"#, #""""#, "the answer: shorter than 1 character"),
    .init(#"{"minLength":2}"#, #""é😀""#), .init(#"{"maxLength":1}"#, #""😀""#),
    .init(#"{"maxLength":1}"#, #""\ud83d\ude00""#), .init(#"{"maxLength":1}"#, #""\ud83d""#),
    .init(#"{"maxLength":1}"#, #""e\u0301""#, "the answer: longer than 1 character"),
    .init(#"{"maxLength":2.0}"#, #""abc""#, "the answer: longer than 2 characters"),
    .init(#"{"minItems":2}"#, "[1,2]"),
    .init(#"{"minItems":2}"#, "[[1,2]]", "the answer: fewer than 2 items"),
    .init(#"{"maxItems":1}"#, "[1,2]", "the answer: more than 1 item"),
    .init(#"{"maxItems":0}"#, "[]"), .init(#"{"minLength":9}"#, "1"),
    .init(#"{"minItems":9}"#, "{}"), .init(#"{"maxLength":1e1}"#, #""0123456789""#),
  ]

  static let containers: [SchemaCase] = [
    .init(#"{"items":{"type":"integer"}}"#, "[1,2]"),
    .init(#"{"items":{"type":"integer"}}"#, #"[1,"2"]"#, "/1: not of type integer"),
    .init(#"{"items":false}"#, "[]"), .init(#"{"items":false}"#, "[1]", "/0: not allowed"),
    .init(#"{"required":["a"]}"#, #"{"a":null}"#),
    .init(#"{"required":["b","a"]}"#, "{}", #"the answer: "b" is missing"#),
    .init(#"{"required":["a"]}"#, "[]"), .init(#"{"required":["a"]}"#, #"{"\u0061":1}"#),
    .init(#"{"properties":{"a":{"type":"string"}}}"#, "{}"),
    .init(#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1}"#, "/a: not of type string"),
    .init(#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1,"a":"x"}"#),
    .init(#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1}"#),
    .init(
      #"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1,"b":2}"#,
      "/b: not allowed"),
    .init(#"{"additionalProperties":{"type":"null"}}"#, #"{"x":0}"#, "/x: not of type null"),
    .init(#"{"properties":{"a/b~c":false}}"#, #"{"a/b~c":1}"#, "/a~1b~0c: not allowed"),
    .init(
      #"{"properties":{"topic":{"enum":["price","quality"]}}}"#, #"{"topic":"food"}"#,
      #"/topic: not one of "price", "quality""#),
    .init(
      #"{"items":{"properties":{"n":{"items":{"maximum":3}}}}}"#, #"[{"n":[1]},{"n":[1,4]}]"#,
      "/1/n/1: more than 3"),
    .init(#"{"title":"t","description":1,"default":2,"examples":3,"format":"date"}"#, "4"),
    .init(#"{"x-note":{"type":1},"deprecated":true,"contentEncoding":"base64"}"#, "4"),
    .init(#"{"$id":"x","$comment":"c","required":[]}"#, "{}"),
  ]
}
