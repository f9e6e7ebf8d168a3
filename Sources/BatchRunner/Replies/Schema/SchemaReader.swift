import Basics

/// Reads a schema and refuses everything that nightshift could not check.
struct SchemaReader {
  private(set) var document: SchemaDocument
  private var rules: [SchemaRules] = []
  private var ids: [Int: Schema.ID] = [:]
  /// For schemas that only refer to others: where the references end.
  private var ends: [Int: Int] = [:]
  private var targets: Set<Schema.ID> = []
  /// The nodes of the schemas that are still to be read, in the order of their ids.
  private var nodes: [Int] = []
  /// The node of the schema that is being read.
  private(set) var node = 0

  var source: JSONView { document.source }

  init(_ document: SchemaDocument) {
    self.document = document
  }

  mutating func schema() throws(SchemaProblem) -> Schema {
    let root = try id(of: document.root)
    // Also schemas that nothing refers to, so that no mistake in them is overlooked.
    for place in document.places { _ = try id(of: place) }
    while rules.count < nodes.count {
      node = nodes[rules.count]
      rules.append(try readRules())
    }
    try refuseEndlessReferences()
    return Schema(rules: rules, root: root, targets: targets)
  }

  /// The number of the schema at this node. A schema that is only a reference gets the number of
  /// the one that it refers to.
  mutating func id(of first: Int) throws(SchemaProblem) -> Schema.ID {
    var node = first
    var hops: Set<Int> = []
    while true {
      var next = ends[node]
      if next == nil { next = try referred(by: node) }
      guard let next else { break }
      guard hops.insert(node).inserted else { throw document.problem(.endlessReference, at: node) }
      node = next
    }
    for hop in hops { ends[hop] = node }
    let id = ids[node] ?? nodes.count
    if ids.updateValue(id, forKey: node) == nil { nodes.append(node) }
    if node != first { targets.insert(id) }
    return id
  }

  /// The schema that a schema refers to which requires nothing else; `nil`: it requires more.
  private mutating func referred(by node: Int) throws(SchemaProblem) -> Int? {
    guard source.kind(of: node) == .object else { return nil }
    let members = source.members(of: node)
    guard let value = members[JSONText("$ref")], source.kind(of: value) == .string,
      document.isReplaced(node)
        || members.keys.allSatisfy({ name in
          name == JSONText("$ref") || SchemaKeyword.silent.contains(name.description)
        })
    else { return nil }
    return try document.target(of: source.text(of: value).description, from: node)
  }

  func malformed(_ keyword: String, _ expected: String) -> SchemaProblem {
    document.problem(.malformed(keyword: keyword, expected: expected), at: node)
  }

  /// Refuses schemas that lead back to themselves at the same value.
  ///
  /// Follows the schemas with a stack of its own, because recursion could overflow the stack.
  private func refuseEndlessReferences() throws(SchemaProblem) {
    enum Mark { case new, open, done }
    var marks = Array(repeating: Mark.new, count: rules.count)
    for start in rules.indices where marks[start] == .new {
      var path = [(id: start, next: rules[start].samePlace)]
      marks[start] = .open
      while let (id, next) = path.last {
        guard let following = next.last else {
          marks[id] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].next.removeLast()
        if marks[following] == .open {
          throw document.problem(.endlessReference, at: nodes[following])
        }
        guard marks[following] == .new else { continue }
        marks[following] = .open
        path.append((following, rules[following].samePlace))
      }
    }
  }
}

// MARK: - Keywords

extension SchemaReader {
  private mutating func readRules() throws(SchemaProblem) -> SchemaRules {
    var rules = SchemaRules()
    switch source.kind(of: node) {
    case .true: return rules
    case .false:
      rules.isNever = true
      return rules
    case .object: break
    default: throw document.problem(.notASchema, at: node)
    }
    var seen: Set<String> = []
    for member in source.children(of: node) {
      let keyword = source.name(of: member).description
      guard seen.insert(keyword).inserted else {
        throw document.problem(.repeated(keyword), at: node)
      }
      try read(keyword, member, into: &rules)
    }
    return rules
  }

  private mutating func read(
    _ keyword: String, _ value: Int, into rules: inout SchemaRules
  ) throws(SchemaProblem) {
    if try readNumberRule(keyword, value, &rules.number) { return }
    if try readTextRule(keyword, value, &rules.text) { return }
    if try readArrayRule(keyword, value, &rules.array) { return }
    if try readObjectRule(keyword, value, &rules.object) { return }
    if try readLogicRule(keyword, value, &rules.logic) { return }
    switch keyword {
    case "type": rules.types = try types(value)
    case "enum":
      guard source.kind(of: value) == .array else { throw malformed(keyword, "a list") }
      rules.options = try source.children(of: value)
        .map { (option) throws(SchemaProblem) in try literal(option) }
    case "const": rules.const = try literal(value)
    case "$defs", "definitions": _ = try named(value, keyword)
    case _ where SchemaKeyword.silent.contains(keyword) || keyword.hasPrefix("x-"): break
    case _ where SchemaKeyword.refused.contains(keyword):
      throw document.problem(.unsupportedKeyword(keyword), at: node)
    default: throw document.problem(.unknownKeyword(keyword), at: node)
    }
  }

  /// Each of these returns `false` if the keyword is another one.
  private func readNumberRule(
    _ keyword: String, _ value: Int, _ rules: inout SchemaRules.NumberRules
  ) throws(SchemaProblem) -> Bool {
    switch keyword {
    case "minimum": rules.minimum = try bound(value, keyword)
    case "maximum": rules.maximum = try bound(value, keyword)
    case "exclusiveMinimum": rules.exclusiveMinimum = try bound(value, keyword)
    case "exclusiveMaximum": rules.exclusiveMaximum = try bound(value, keyword)
    case "multipleOf":
      let bound = try bound(value, keyword)
      guard bound.value.isDivisor else {
        throw malformed(
          keyword, "a number above 0 with at most \(JSONNumber.mostDivisorDigits) digits")
      }
      rules.multipleOf = bound
    default: return false
    }
    return true
  }

  private func readTextRule(
    _ keyword: String, _ value: Int, _ rules: inout SchemaRules.TextRules
  ) throws(SchemaProblem) -> Bool {
    switch keyword {
    case "minLength": rules.minLength = try count(value, keyword)
    case "maxLength": rules.maxLength = try count(value, keyword)
    case "pattern":
      guard source.kind(of: value) == .string else { throw malformed(keyword, "a string") }
      rules.pattern = try pattern(source.text(of: value), keyword)
    default: return false
    }
    return true
  }

  private mutating func readArrayRule(
    _ keyword: String, _ value: Int, _ rules: inout SchemaRules.ArrayRules
  ) throws(SchemaProblem) -> Bool {
    switch keyword {
    case "minItems": rules.minItems = try count(value, keyword)
    case "maxItems": rules.maxItems = try count(value, keyword)
    case "items" where source.kind(of: value) == .array:
      rules.first = try schemas(value, keyword)
    case "prefixItems": rules.first = try schemas(value, keyword)
    case "items": rules.others = try schema(value, keyword)
    case "additionalItems":
      let items = source.members(of: node)[JSONText("items")]
      let schema = try schema(value, keyword)
      // Only a list in `items` leaves items over.
      if items.map({ source.kind(of: $0) == .array }) ?? false { rules.others = schema }
    case "contains": rules.contains = try schema(value, keyword)
    case "minContains": rules.minContains = try count(value, keyword)
    case "maxContains": rules.maxContains = try count(value, keyword)
    case "uniqueItems":
      guard [.true, .false].contains(source.kind(of: value)) else {
        throw malformed(keyword, "true or false")
      }
      rules.isUnique = source.kind(of: value) == .true
    default: return false
    }
    return true
  }

  private mutating func readObjectRule(
    _ keyword: String, _ value: Int, _ rules: inout SchemaRules.ObjectRules
  ) throws(SchemaProblem) -> Bool {
    switch keyword {
    case "minProperties": rules.minProperties = try count(value, keyword)
    case "maxProperties": rules.maxProperties = try count(value, keyword)
    case "required": rules.required = try names(value, keyword)
    case "properties":
      for (name, schema) in try named(value, keyword) { rules.properties[name] = schema }
    case "patternProperties":
      for (name, schema) in try named(value, keyword) {
        rules.patterns.append((try pattern(name, keyword), schema))
      }
    case "additionalProperties": rules.additional = try schema(value, keyword)
    case "propertyNames": rules.names = try schema(value, keyword)
    case "dependentRequired", "dependentSchemas", "dependencies":
      try readDependencies(keyword, value, &rules)
    default: return false
    }
    return true
  }

  private mutating func readDependencies(
    _ keyword: String, _ value: Int, _ rules: inout SchemaRules.ObjectRules
  ) throws(SchemaProblem) {
    for member in try members(value, keyword, "an object") {
      let name = source.name(of: member)
      let isList = source.kind(of: member) == .array
      if keyword == "dependentRequired" || isList && keyword == "dependencies" {
        rules.requiredBeside.append((name, try names(member, keyword)))
      } else {
        rules.dependent.append((name, try schema(member, keyword)))
      }
    }
  }

  private mutating func readLogicRule(
    _ keyword: String, _ value: Int, _ rules: inout SchemaRules.LogicRules
  ) throws(SchemaProblem) -> Bool {
    switch keyword {
    case "$ref":
      guard source.kind(of: value) == .string else { throw malformed(keyword, "a string") }
      let target = try document.target(of: source.text(of: value).description, from: node)
      let id = try id(of: target)
      targets.insert(id)
      rules.reference = id
    case "allOf": rules.all = try schemas(value, keyword)
    case "anyOf": rules.any = try schemas(value, keyword)
    case "oneOf": rules.one = try schemas(value, keyword)
    case "not": rules.not = try schema(value, keyword)
    case "if": rules.condition = try schema(value, keyword)
    case "then": rules.then = try schema(value, keyword)
    case "else": rules.otherwise = try schema(value, keyword)
    default: return false
    }
    return true
  }
}
