/// What is known about the keywords of schemas.
enum SchemaKeyword {
  /// Keywords that say nothing about which values fit, or only name a schema.
  static let silent: Set = [
    "$schema", "$id", "$anchor", "$dynamicAnchor", "$comment", "$defs", "definitions", "title",
    "description", "markdownDescription", "default", "examples", "example", "deprecated",
    "readOnly", "writeOnly", "format", "contentEncoding", "contentMediaType", "contentSchema",
    // Of OpenAPI, as Pydantic writes it beside `oneOf`, and of Gemini.
    "discriminator", "externalDocs", "xml", "propertyOrdering",
  ]

  /// Keywords of JSON Schema that cannot be checked.
  static let refused: Set = [
    "$dynamicRef", "$recursiveRef", "$recursiveAnchor", "$vocabulary", "unevaluatedItems",
    "unevaluatedProperties",
  ]

  /// Keywords that are checked.
  static let checked = [
    "$ref", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems",
    "items", "prefixItems", "additionalItems", "contains", "minContains", "maxContains",
    "minProperties", "maxProperties", "required", "properties", "patternProperties",
    "additionalProperties", "propertyNames", "dependentRequired", "dependentSchemas",
    "dependencies", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
  ]

  // MARK: Where schemas are inside schemas

  /// Keywords whose value may be a schema.
  static let withSchema: Set = [
    "items", "additionalItems", "contains", "additionalProperties", "propertyNames", "not", "if",
    "then", "else",
  ]
  /// Keywords whose value may be a list of schemas.
  static let withList: Set = ["allOf", "anyOf", "oneOf", "prefixItems", "items"]
  /// Keywords whose value is an object of schemas.
  static let withNames: Set = [
    "properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions",
  ]
}
