import Basics

/// Reads a schema from JSON and refuses everything that nightshift could not check.
struct SchemaReader {
  /// The supported keywords that an answer is checked against.
  static let checked = [
    "type", "enum", "const", "required", "properties", "additionalProperties", "items", "minimum",
    "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems",
    "maxItems",
  ]
  /// Keywords that are accepted because they require nothing of an answer.
  static let annotations: Set = [
    "$schema", "$id", "title", "description", "default", "examples", "$comment",
  ]

  private let source: JSONView
  /// The steps from the outermost schema to the one that is being read.
  private var path: [String] = []

  init(_ source: JSONView) {
    self.source = source
  }

  /// `index`: the schema's node in the source; 0 is the outermost one.
  mutating func schema(at index: Int) throws(SchemaProblem) -> Schema {
    guard path.count < Schema.deepestNesting else { throw problem(.nestedTooDeeply) }
    switch source.kind(of: index) {
    case .true: return .anything
    case .false: return .nothing
    case .object: break
    default: throw problem(.notASchema)
    }
    var rules = Schema.Keywords()
    var seen: Set<String> = []
    for member in source.children(of: index) {
      let keyword = source.name(of: member).description
      guard seen.insert(keyword).inserted else { throw problem(.repeated(keyword)) }
      try read(keyword, member, into: &rules)
    }
    return .rules(rules)
  }

  private mutating func read(
    _ keyword: String, _ index: Int, into rules: inout Schema.Keywords
  ) throws(SchemaProblem) {
    switch keyword {
    case "type": rules.types = try types(index)
    case "enum": rules.options = try options(index)
    case "const": rules.const = try literal(index, keyword)
    case "required": rules.required = try names(index)
    case "properties": rules.properties = try properties(index)
    case "additionalProperties": rules.additional = try inner(index, keyword)
    case "items": rules.items = try inner(index, keyword)
    case "minimum": rules.minimum = try bound(index, keyword)
    case "maximum": rules.maximum = try bound(index, keyword)
    case "exclusiveMinimum": rules.exclusiveMinimum = try bound(index, keyword)
    case "exclusiveMaximum": rules.exclusiveMaximum = try bound(index, keyword)
    case "minLength": rules.minLength = try count(index, keyword)
    case "maxLength": rules.maxLength = try count(index, keyword)
    case "minItems": rules.minItems = try count(index, keyword)
    case "maxItems": rules.maxItems = try count(index, keyword)
    default:
      guard Self.annotations.contains(keyword) else { throw problem(.unknownKeyword(keyword)) }
    }
  }

  private func problem(_ reason: SchemaProblem.Reason) -> SchemaProblem {
    SchemaProblem(pointer: path.map { "/\($0)" }.joined(), reason: reason)
  }

  private func malformed(_ keyword: String, _ expected: String) -> SchemaProblem {
    problem(.malformed(keyword: keyword, expected: expected))
  }
}

// MARK: - Values of keywords

extension SchemaReader {
  /// A schema that is the value of a keyword.
  private mutating func inner(_ index: Int, _ keyword: String) throws(SchemaProblem) -> Schema {
    switch source.kind(of: index) {
    case .object, .true, .false: break
    default: throw malformed(keyword, "a schema")
    }
    path.append(keyword)
    defer { path.removeLast() }
    return try schema(at: index)
  }

  private mutating func properties(_ index: Int) throws(SchemaProblem) -> [JSONText: Schema] {
    guard source.kind(of: index) == .object else {
      throw malformed("properties", "an object of schemas")
    }
    path.append("properties")
    defer { path.removeLast() }
    var properties: [JSONText: Schema] = [:]
    for member in source.children(of: index) {
      let name = source.name(of: member)
      guard properties[name] == nil else { throw problem(.repeated(name.description)) }
      path.append(name.pointerStep)
      properties[name] = try schema(at: member)
      path.removeLast()
    }
    return properties
  }

  private func types(_ index: Int) throws(SchemaProblem) -> [Schema.ValueType] {
    let isList = source.kind(of: index) == .array
    var types: [Schema.ValueType] = []
    for word in isList ? source.children(of: index) : [index] {
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

  private func options(_ index: Int) throws(SchemaProblem) -> [JSONLiteral] {
    guard source.kind(of: index) == .array, !source.children(of: index).isEmpty else {
      throw malformed("enum", "a list that is not empty")
    }
    var options: [JSONLiteral] = []
    for child in source.children(of: index) { options.append(try literal(child, "enum")) }
    return options
  }

  private func literal(_ index: Int, _ keyword: String) throws(SchemaProblem) -> JSONLiteral {
    guard depth(of: index) <= Schema.deepestNesting else { throw problem(.nestedTooDeeply) }
    return JSONLiteral(source, index)
  }

  private func names(_ index: Int) throws(SchemaProblem) -> [JSONText] {
    let rule = "a list of different names"
    guard source.kind(of: index) == .array else { throw malformed("required", rule) }
    var names: [JSONText] = []
    for child in source.children(of: index) {
      guard source.kind(of: child) == .string, !names.contains(source.text(of: child)) else {
        throw malformed("required", rule)
      }
      names.append(source.text(of: child))
    }
    return names
  }

  private func bound(_ index: Int, _ keyword: String) throws(SchemaProblem) -> Schema.Bound {
    guard source.kind(of: index) == .number else { throw malformed(keyword, "a number") }
    return Schema.Bound(value: source.number(index), spelling: source.spelling(of: index))
  }

  private func count(_ index: Int, _ keyword: String) throws(SchemaProblem) -> Int {
    guard source.kind(of: index) == .number, let count = source.number(index).count else {
      throw malformed(keyword, "a whole number from 0 to 999999999")
    }
    return count
  }

  /// How deep a value is nested. Uses a loop, because recursion could overflow the stack.
  private func depth(of index: Int) -> Int {
    var ends: [Int32] = []
    var deepest = 0
    for node in index..<Int(source.outline.nodes[index].next) {
      while let end = ends.last, Int32(node) >= end { ends.removeLast() }
      ends.append(source.outline.nodes[node].next)
      deepest = max(deepest, ends.count)
    }
    return deepest
  }
}

extension Schema {
  /// Reads a schema from JSON text.
  package init(_ bytes: [UInt8]) throws(SchemaProblem) {
    let result: Result<Schema, SchemaProblem> = bytes.withUnsafeBytes { text in
      do throws(JSONError) {
        var reader = SchemaReader(try JSONView(text))
        return Result { () throws(SchemaProblem) in try reader.schema(at: 0) }
      } catch {
        return .failure(SchemaProblem(pointer: "", reason: .notJSON(error)))
      }
    }
    self = try result.get()
  }
}
