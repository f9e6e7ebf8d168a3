/// A version of JSON Schema.
enum SchemaDraft: Sendable {
  /// Drafts 7 and 6: `$ref` hides the keywords beside it.
  case seven
  /// Drafts 2019-09 and 2020-12.
  case latest

  var address: String {
    switch self {
    case .seven: "http://json-schema.org/draft-07/schema"
    case .latest: "https://json-schema.org/draft/2020-12/schema"
    }
  }

  /// The version that `$schema` names; `nil` if it is another one.
  init?(address: String) {
    var name = address.hasSuffix("#") ? address.dropLast() : address[...]
    for scheme in ["https://", "http://"] where name.hasPrefix(scheme) {
      name = name.dropFirst(scheme.count)
      break
    }
    switch name {
    case "json-schema.org/draft/2020-12/schema", "json-schema.org/draft/2019-09/schema",
      "json-schema.org/schema":
      self = .latest
    case "json-schema.org/draft-07/schema", "json-schema.org/draft-06/schema": self = .seven
    default: return nil
    }
  }

  /// Keywords and spellings that only later drafts have.
  static let late: Set = [
    "$defs", "$anchor", "$dynamicAnchor", "prefixItems", "minContains", "maxContains",
    "dependentRequired", "dependentSchemas",
  ]
  /// Keywords that only earlier drafts have.
  static let early: Set = ["definitions", "additionalItems", "dependencies"]
}
