import Basics

// MARK: - Values of keywords

extension SchemaReader {
  /// A schema that is the value of a keyword, or inside it.
  mutating func schema(_ value: Int, _ keyword: String) throws(SchemaProblem) -> Schema.ID {
    guard SchemaDocument.isSchema(source, value) else { throw malformed(keyword, "a schema") }
    return try id(of: value)
  }

  mutating func schemas(
    _ value: Int, _ keyword: String
  ) throws(SchemaProblem) -> [Schema.ID] {
    let items = source.children(of: value)
    guard source.kind(of: value) == .array, !items.isEmpty else {
      throw malformed(keyword, "a list of schemas that is not empty")
    }
    var schemas: [Schema.ID] = []
    for item in items {
      guard SchemaDocument.isSchema(source, item) else {
        throw document.problem(.notASchema, at: item)
      }
      schemas.append(try id(of: item))
    }
    return schemas
  }

  mutating func named(
    _ value: Int, _ keyword: String
  ) throws(SchemaProblem) -> [(JSONText, Schema.ID)] {
    var named: [(JSONText, Schema.ID)] = []
    for member in try members(value, keyword, "an object of schemas") {
      guard SchemaDocument.isSchema(source, member) else {
        throw document.problem(.notASchema, at: member)
      }
      named.append((source.name(of: member), try id(of: member)))
    }
    return named
  }

  /// The members of an object, none of which has the same name as another.
  func members(
    _ value: Int, _ keyword: String, _ expected: String
  ) throws(SchemaProblem) -> [Int] {
    guard source.kind(of: value) == .object else { throw malformed(keyword, expected) }
    var seen: Set<JSONText> = []
    let members = source.children(of: value)
    for member in members {
      let name = source.name(of: member)
      guard seen.insert(name).inserted else {
        throw document.problem(.repeated(name.description), at: value)
      }
    }
    return members
  }

  func types(_ value: Int) throws(SchemaProblem) -> [Schema.ValueType] {
    let isList = source.kind(of: value) == .array
    var types: [Schema.ValueType] = []
    for word in isList ? source.children(of: value) : [value] {
      guard source.kind(of: word) == .string,
        let type = Schema.ValueType(rawValue: source.text(of: word).description),
        !types.contains(type)
      else { throw malformed("type", Self.typeRule) }
      types.append(type)
    }
    if types.isEmpty { throw malformed("type", Self.typeRule) }
    return types
  }

  private static let typeRule =
    "one of \(Schema.ValueType.allCases.map(\.rawValue).joined(separator: ", ")), or a list of "
    + "different ones"

  func literal(_ value: Int) throws(SchemaProblem) -> JSONLiteral {
    guard source.depth(of: value) <= Schema.deepestNesting else {
      throw document.problem(.nestedTooDeeply, at: node)
    }
    return JSONLiteral(source, value)
  }

  func names(_ value: Int, _ keyword: String) throws(SchemaProblem) -> [JSONText] {
    let rule = "a list of different names"
    guard source.kind(of: value) == .array else { throw malformed(keyword, rule) }
    var names: [JSONText] = []
    for child in source.children(of: value) {
      guard source.kind(of: child) == .string, !names.contains(source.text(of: child)) else {
        throw malformed(keyword, rule)
      }
      names.append(source.text(of: child))
    }
    return names
  }

  func bound(_ value: Int, _ keyword: String) throws(SchemaProblem) -> SchemaRules.Bound {
    guard source.kind(of: value) == .number else { throw malformed(keyword, "a number") }
    return SchemaRules.Bound(value: source.number(value), spelling: source.spelling(of: value))
  }

  /// A count that is higher than that of anything in an answer is cut down.
  func count(_ value: Int, _ keyword: String) throws(SchemaProblem) -> Int {
    guard source.kind(of: value) == .number, source.number(value).isCount else {
      throw malformed(keyword, "a whole number that is not negative")
    }
    return source.number(value).count ?? 999_999_999
  }

  func pattern(_ text: JSONText, _ keyword: String) throws(SchemaProblem) -> Pattern {
    do throws(PatternProblem) {
      return try Pattern(text)
    } catch {
      throw document.problem(
        .pattern(keyword: keyword, spelling: text.clipped(to: 60), clause: error.clause), at: node)
    }
  }
}
