extension SchemaCase {
  static let arrays: [SchemaCase] = [
    .init(#"{"enum":[]}"#, "1", "the answer: not allowed"),
    .init(#"{"maxLength":2147483648}"#, #""abc""#),
    .init(#"{"minItems":1e30}"#, "[]", "the answer: fewer than 999,999,999 items"),
    .init(#"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#, #"["a",null,1]"#),
    .init(#"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#, #"["a"]"#),
    .init(#"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#, "[1]", "/0: not of type string"),
    .init(#"{"prefixItems":[true],"items":false}"#, "[1]"),
    .init(#"{"prefixItems":[true],"items":false}"#, "[1,2]", "/1: not allowed"),
    .init(#"{"items":[true,{"const":2}],"additionalItems":{"const":3}}"#, "[1,2,3,3]"),
    .init(#"{"items":[true,{"const":2}],"additionalItems":{"const":3}}"#, "[1,2,4]", "/2: not 3"),
    .init(#"{"items":{"const":1},"additionalItems":false}"#, "[1,1]"),
    .init(#"{"additionalItems":false}"#, "[1]"),
    .init(#"{"contains":{"minimum":5}}"#, "[1,7]"),
    .init(
      #"{"contains":{"minimum":5}}"#, "[1,2]",
      "the answer: fewer than 1 item that 'contains' describes"),
    .init(#"{"contains":{"minimum":5}}"#, #""text""#),
    .init(#"{"contains":{"minimum":5},"minContains":2}"#, "[7,8]"),
    .init(
      #"{"contains":{"minimum":5},"minContains":2}"#, "[7,1]",
      "the answer: fewer than 2 items that 'contains' describes"),
    .init(#"{"contains":{"minimum":5},"minContains":0}"#, "[]"),
    .init(#"{"contains":{"minimum":5},"maxContains":1}"#, "[7,1]"),
    .init(
      #"{"contains":{"minimum":5},"maxContains":1}"#, "[7,8]",
      "the answer: more than 1 item that 'contains' describes"),
    .init(#"{"minContains":3}"#, "[]"),
    .init(#"{"uniqueItems":true}"#, #"[1,"1",true,[1],{"a":1},null,0,false]"#),
    .init(#"{"uniqueItems":true}"#, "[1,2,1.0]", "the answer: the items 0 and 2 are equal"),
    .init(
      #"{"uniqueItems":true}"#, #"[{"a":1,"b":[2]},{"b":[2.0],"\u0061":1}]"#,
      "the answer: the items 0 and 1 are equal"),
    .init(#"{"uniqueItems":false}"#, "[1,1]"), .init(#"{"uniqueItems":true}"#, "{}"),
    .init(#"{"multipleOf":0.01}"#, "0.07"), .init(#"{"multipleOf":0.01}"#, "4.35"),
    .init(#"{"multipleOf":0.01}"#, "0.075", "the answer: not a multiple of 0.01"),
    .init(#"{"multipleOf":3}"#, "0"), .init(#"{"multipleOf":3}"#, "-9.0"),
    .init(#"{"multipleOf":3}"#, "10", "the answer: not a multiple of 3"),
    .init(#"{"multipleOf":2.5}"#, "1e300"), .init(#"{"multipleOf":1e-9}"#, "1e999999999"),
    .init(#"{"multipleOf":7}"#, "1e300", "the answer: not a multiple of 7"),
    .init(#"{"multipleOf":9007199254740993}"#, "18014398509481986"),
    .init(
      #"{"multipleOf":9007199254740993}"#, "18014398509481984",
      "the answer: not a multiple of 9007199254740993"),
    .init(#"{"multipleOf":3}"#, #""x""#),
  ]

  static let objects: [SchemaCase] = [
    .init(#"{"minProperties":1}"#, "{}", "the answer: fewer than 1 member"),
    .init(#"{"minProperties":1}"#, #"{"a":1}"#), .init(#"{"minProperties":1}"#, "[]"),
    .init(#"{"maxProperties":1}"#, #"{"a":1,"b":2}"#, "the answer: more than 1 member"),
    .init(#"{"maxProperties":1}"#, #"{"a":1,"a":2}"#),
    .init(#"{"patternProperties":{"^n_":{"type":"number"}}}"#, #"{"n_a":1,"x":"y"}"#),
    .init(
      #"{"patternProperties":{"^n_":{"type":"number"}}}"#, #"{"n_a":"1"}"#,
      "/n_a: not of type number"),
    .init(
      #"{"patternProperties":{"a":{"minimum":1},"b":{"maximum":3}}}"#, #"{"ab":4}"#,
      "/ab: more than 3"),
    .init(
      #"{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":false}"#,
      #"{"a":1,"xy":2}"#),
    .init(
      #"{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":false}"#,
      #"{"a":1,"yx":2}"#, "/yx: not allowed"),
    .init(
      #"{"properties":{"ab":{"minimum":1}},"patternProperties":{"b$":{"maximum":3}}}"#,
      #"{"ab":9}"#, "/ab: more than 3"),
    .init(#"{"propertyNames":{"maxLength":2,"pattern":"^[a-z]+$"}}"#, #"{"ab":1}"#),
    .init(
      #"{"propertyNames":{"maxLength":2}}"#, #"{"ab":1,"abc":1}"#,
      #"the answer: the name "abc" is wrong: longer than 2 characters"#),
    .init(#"{"propertyNames":{"enum":["\u00e9"]}}"#, #"{"é":1}"#),
    .init(
      #"{"properties":{"a":{"propertyNames":false}}}"#, #"{"a":{"b":1}}"#,
      #"/a: the name "b" is wrong: not allowed"#),
    .init(#"{"dependentRequired":{"card":["address"]}}"#, "{}"),
    .init(#"{"dependentRequired":{"card":["address"]}}"#, #"{"card":1,"address":2}"#),
    .init(
      #"{"dependentRequired":{"card":["address"]}}"#, #"{"card":1}"#,
      #"the answer: "address" is missing beside "card""#),
    .init(#"{"dependentSchemas":{"a":{"maxProperties":1}}}"#, #"{"b":1,"c":1}"#),
    .init(
      #"{"dependentSchemas":{"a":{"maxProperties":1}}}"#, #"{"a":1,"c":1}"#,
      "the answer: more than 1 member"),
    .init(#"{"dependencies":{"a":["b"],"c":false}}"#, #"{"a":1,"b":1}"#),
    .init(
      #"{"dependencies":{"a":["b"],"c":false}}"#, #"{"a":1}"#,
      #"the answer: "b" is missing beside "a""#),
    .init(#"{"dependencies":{"a":["b"],"c":false}}"#, #"{"c":1}"#, "the answer: not allowed"),
  ]

  static let logic: [SchemaCase] = [
    .init(#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "2"),
    .init(#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "4", "the answer: more than 3"),
    .init(#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "null"),
    .init(
      #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "1",
      "the answer: fits none of the 2 schemas of 'anyOf'"),
    .init(
      #"{"anyOf":[{"properties":{"a":{"minimum":1}}},{"type":"null"}]}"#, #"{"a":0}"#,
      "/a: less than 1"),
    .init(#"{"oneOf":[{"minimum":5},{"type":"string"}]}"#, "7"),
    .init(
      #"{"oneOf":[{"minimum":5},{"type":"string"}]}"#, #""a""#,
      "the answer: fits 2 of the 2 schemas of 'oneOf', not one"),
    .init(
      #"{"oneOf":[{"minimum":5},{"type":"string"}]}"#, "4",
      "the answer: fits none of the 2 schemas of 'oneOf'"),
    .init(
      #"{"oneOf":[{"minimum":1},{"minimum":2},{"minimum":3}]}"#, "2",
      "the answer: fits 2 of the 3 schemas of 'oneOf', not one"),
    .init(#"{"not":{"type":"string"}}"#, "1"),
    .init(#"{"not":{"type":"string"}}"#, #""a""#, "the answer: fits the schema of 'not'"),
    .init(#"{"not":{"not":{"type":"string"}}}"#, #""a""#),
    .init(#"{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}"#, "20"),
    .init(
      #"{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}"#, "11",
      "the answer: not a multiple of 10"),
    .init(
      #"{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}"#, "6",
      "the answer: more than 5"),
    .init(#"{"if":{"minimum":10}}"#, "1"), .init(#"{"then":false,"else":false}"#, "1"),
    .init(#"{"if":false,"then":false}"#, "1"),
    .init(#"{"pattern":"^\\d{3}-[a-z]+$"}"#, #""123-abc""#),
    .init(
      #"{"pattern":"^\\d{3}-[a-z]+$"}"#, #""12-abc""#,
      #"the answer: does not match '^\d{3}-[a-z]+$'"#),
    .init(#"{"pattern":"b"}"#, #""abc""#), .init(#"{"pattern":"b"}"#, "1"),
    .init(#"{"pattern":"^😀$"}"#, #""\ud83d\ude00""#),
  ]

  static let references: [SchemaCase] = [
    .init(##"{"$defs":{"n":{"type":"integer"}},"items":{"$ref":"#/$defs/n"}}"##, "[1,2]"),
    .init(
      ##"{"$defs":{"n":{"type":"integer"}},"items":{"$ref":"#/$defs/n"}}"##, "[1,0.5]",
      "/1: not of type integer"),
    .init(
      ##"{"$defs":{"n":{"minimum":1}},"$ref":"#/$defs/n","maximum":3}"##, "4",
      "the answer: more than 3"),
    .init(
      ##"{"$defs":{"n":{"minimum":1}},"$ref":"#/$defs/n","maximum":3}"##, "0",
      "the answer: less than 1"),
    .init(
      ##"{"properties":{"name":{"type":"string"},"children":{"items":{"$ref":"#"}}}}"##,
      #"{"name":"a","children":[{"name":"b","children":[{"name":"c"}]}]}"#),
    .init(
      ##"{"properties":{"name":{"type":"string"},"children":{"items":{"$ref":"#"}}}}"##,
      #"{"name":"a","children":[{"name":"b","children":[{"name":1}]}]}"#,
      "/children/0/children/0/name: not of type string"),
    .init(
      ##"{"$defs":{"a/b~c%d \"":{"const":1}},"$ref":"#/$defs/a~1b~0c%25d%20%22"}"##, "2",
      "the answer: not 1"),
    .init(
      ##"{"properties":{"a":{"const":1},"b":{"$ref":"#/properties/a"}}}"##, #"{"b":2}"#, "/b: not 1"
    ),
    .init(##"{"allOf":[true,{"const":1}],"items":{"$ref":"#/allOf/1"}}"##, "1"),
    .init(##"{"$defs":{"x":{"$anchor":"here","const":1}},"$ref":"#here"}"##, "1"),
    .init(
      ##"{"$defs":{"x":{"$anchor":"here","const":1}},"$ref":"#here"}"##, "2", "the answer: not 1"),
    .init(
      #"{"$id":"https://a.example/b/c.json","$defs":{"x":{"$id":"../d.json","const":1}},"$ref":"/d.json"}"#,
      "2", "the answer: not 1"),
    .init(
      ##"{"$id":"https://a.example/c","$defs":{"x":{"$id":"d","$defs":{"y":{"const":1}},"items":{"$ref":"#/$defs/y"}}},"$ref":"d"}"##,
      "[2]", "/0: not 1"),
    .init(
      ##"{"$id":"urn:x:1","$defs":{"x":{"const":1}},"items":{"$ref":"urn:x:1#/$defs/x"}}"##, "[2]",
      "/0: not 1"),
    .init(##"{"enum":[{"$ref":"#/none"}]}"##, ##"{"$ref":"#/none"}"##),
    .init(
      #"{"properties":{"$ref":{"type":"string"}}}"#, #"{"$ref":1}"#, "/$ref: not of type string"),
    .init(
      ##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/c"},"c":false},"$ref":"#/$defs/a"}"##,
      "1", "the answer: not allowed"),
    // Draft 7: a reference hides its neighbours, an anchor is an `$id`.
    .init(
      ##"{"$schema":"http://json-schema.org/draft-07/schema#","items":{"$ref":"#/definitions/a","maximum":1},"definitions":{"a":{"minimum":0}}}"##,
      "[5]"),
    .init(##"{"items":{"$ref":"#/definitions/a","maximum":1},"definitions":{"a":true}}"##, "[5]"),
    .init(
      ##"{"items":{"$ref":"#/$defs/a","maximum":1},"$defs":{"a":true}}"##, "[5]", "/0: more than 1"),
    .init(##"{"$ref":"#a","definitions":{"x":{"$id":"#a","const":1}}}"##, "2", "the answer: not 1"),
    .init(##"{"$ref":"#/definitions/a","nullable":1,"definitions":{"a":{"const":1}}}"##, "1"),
  ]

  /// As tools write them.
  static let spellings: [SchemaCase] = [
    .init("\u{FEFF}{\"const\":1}", "2", "the answer: not 1"),
    .init(
      #"{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"const":1}}}"#, "1"),
    .init(
      #"{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"const":1}}}"#, "2",
      "the answer: not 1"),
    .init(
      #"{"response_format":{"type":"json_schema","json_schema":{"schema":{"const":1}}}}"#, "2",
      "the answer: not 1"),
    .init(#"{"type":"json_schema","name":"n","schema":{"const":1}}"#, "2", "the answer: not 1"),
    .init(
      ##"{"name":"n","description":"d","schema":{"$ref":"#/$defs/a","$defs":{"a":{"const":1}}}}"##,
      "2",
      "the answer: not 1"),
    .init(
      #"{"properties":{"schema":{"const":1},"name":true}}"#, #"{"schema":2}"#, "/schema: not 1"),
    .init(pydantic, #"{"pet":{"kind":"cat","lives":9},"note":null}"#),
    .init(
      pydantic, #"{"pet":{"kind":"cat","lives":10},"note":null}"#,
      "/pet/lives: more than 9"),
    .init(
      #"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"tags":{"type":"array","items":{"type":"string","pattern":"^[\\p{L}\\p{N} -]+$"}},"at":{"type":"string","format":"date-time"}},"required":["tags"],"additionalProperties":false}"#,
      #"{"tags":["größe 2","価格"],"at":"no date"}"#),
  ]

  /// As Pydantic 2 writes a union with a discriminator.
  private static let pydantic = ##"""
    {"$defs":{"Cat":{"properties":{"kind":{"const":"cat","title":"Kind","type":"string"},
    "lives":{"maximum":9,"minimum":0,"title":"Lives","type":"integer"}},
    "required":["kind","lives"],"title":"Cat","type":"object"},
    "Dog":{"properties":{"kind":{"const":"dog","title":"Kind","type":"string"},
    "weight":{"exclusiveMinimum":0,"title":"Weight","type":"number"}},
    "required":["kind","weight"],"title":"Dog","type":"object"}},
    "properties":{"pet":{"discriminator":{"mapping":{"cat":"#/$defs/Cat","dog":"#/$defs/Dog"},
    "propertyName":"kind"},"oneOf":[{"$ref":"#/$defs/Cat"},{"$ref":"#/$defs/Dog"}],"title":"Pet"},
    "note":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null,"title":"Note"}},
    "required":["pet"],"title":"Owner","type":"object"}
    """##
}
