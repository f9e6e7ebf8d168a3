import Basics

/// A schema file: where its schemas are, and how they are addressed. All places are indices of
/// nodes in ``source``.
struct SchemaDocument {
  let source: JSONView
  /// The outermost schema: inside the wrapper of a request's `response_format` if there is one.
  let root: Int
  let draft: SchemaDraft
  /// All schemas, each before those inside it.
  private(set) var places: [Int] = []
  /// The address against which the references of each schema are resolved.
  private var bases: [Int: SchemaAddress] = [:]
  private var resources: [String: Int] = [:]
  /// Schemas with a name in their resource, as `RESOURCE#NAME`.
  private var anchors: [String: Int] = [:]
  /// Members of objects that references go through, so that many references to a long `$defs` do not
  /// read it again and again.
  private var tables: [Int: [JSONText: Int]] = [:]

  init(_ source: JSONView) throws(SchemaProblem) {
    self.source = source
    root = Self.inside(source)
    draft = try Self.draft(source, root)
    resources[""] = root
    try visit(root, base: SchemaAddress(""))
  }

  func problem(_ reason: SchemaProblem.Reason, at node: Int) -> SchemaProblem {
    SchemaProblem(
      pointer: source.steps(to: node).map { "/\($0)" }.joined(), reason: reason)
  }
}

// MARK: - Wrappers and drafts

extension SchemaDocument {
  /// The schema inside OpenAI's wrappers: `{"type":"json_schema","json_schema":{"schema":…}}`, or a
  /// part of it.
  private static func inside(_ source: JSONView) -> Int {
    var root = 0
    for name in ["response_format", "json_schema"] {
      let members = source.members(of: root)
      let isWrapper = members.keys.allSatisfy { ["type", name].contains($0.description) }
      guard isWrapper, let inner = members[JSONText(name)], isSchema(source, inner) else {
        continue
      }
      root = inner
    }
    let members = source.members(of: root)
    let names = Set(members.keys.map(\.description))
    let isSpecial = members[JSONText("type")].map { index in
      source.kind(of: index) == .string && source.text(of: index) == JSONText("json_schema")
    }
    guard isSpecial ?? true,
      names.isSubset(of: ["type", "name", "description", "strict", "schema"]),
      let inner = members[JSONText("schema")], isSchema(source, inner)
    else { return root }
    return inner
  }

  static func isSchema(_ source: JSONView, _ node: Int) -> Bool {
    [.object, .true, .false].contains(source.kind(of: node))
  }

  /// The version that `$schema` names; else draft 7 if the schema uses spellings that only draft 7
  /// has, as old versions of Pydantic do without `$schema`.
  private static func draft(
    _ source: JSONView, _ root: Int
  ) throws(SchemaProblem) -> SchemaDraft {
    if let node = source.members(of: root)[JSONText("$schema")],
      source.kind(of: node) == .string,
      let draft = SchemaDraft(address: source.text(of: node).description)
    {
      return draft
    }
    var isEarly = false
    var pending = [root]
    while let node = pending.popLast() {
      for member in source.children(of: node) where source.kind(of: node) == .object {
        let keyword = source.name(of: member).description
        if SchemaDraft.late.contains(keyword) { return .latest }
        isEarly =
          isEarly || SchemaDraft.early.contains(keyword)
          || keyword == "items" && source.kind(of: member) == .array
          || keyword == "$id" && source.kind(of: member) == .string
            && source.text(of: member).description.hasPrefix("#")
        pending += schemas(in: member, keyword, source)
      }
    }
    return isEarly ? .seven : .latest
  }

  /// The schemas that are directly in the value of a keyword.
  private static func schemas(in value: Int, _ keyword: String, _ source: JSONView) -> [Int] {
    let inside = source.children(of: value).filter { isSchema(source, $0) }
    if source.kind(of: value) == .array, SchemaKeyword.withList.contains(keyword) { return inside }
    if source.kind(of: value) == .object, SchemaKeyword.withNames.contains(keyword) {
      return inside
    }
    return SchemaKeyword.withSchema.contains(keyword) && isSchema(source, value) ? [value] : []
  }
}

// MARK: - Names of schemas

extension SchemaDocument {
  /// Notes the schema and all schemas inside it.
  private mutating func visit(_ first: Int, base: SchemaAddress) throws(SchemaProblem) {
    var pending = [(node: first, base: base, depth: 0)]
    while let (node, outer, depth) = pending.popLast() {
      guard bases[node] == nil else { continue }
      guard depth < Schema.deepestNesting else { throw problem(.nestedTooDeeply, at: node) }
      let base = try named(node, in: outer)
      bases[node] = base
      places.append(node)
      guard source.kind(of: node) == .object else { continue }
      for member in source.children(of: node).reversed() {
        let keyword = source.name(of: member).description
        for inner in Self.schemas(in: member, keyword, source).reversed() {
          pending.append((inner, base, depth + (inner == member ? 1 : 2)))
        }
      }
    }
  }

  /// Whether `$ref` hides all other keywords of this schema.
  func isReplaced(_ node: Int) -> Bool {
    guard draft == .seven, let target = source.members(of: node)[JSONText("$ref")] else {
      return false
    }
    return source.kind(of: target) == .string
  }

  /// Notes the schema's `$id` and anchors. Returns the address for the references inside it.
  private mutating func named(
    _ node: Int, in outer: SchemaAddress
  ) throws(SchemaProblem) -> SchemaAddress {
    guard source.kind(of: node) == .object, !isReplaced(node) else { return outer }
    let members = source.members(of: node)
    if let dialect = try text("$schema", members, node),
      SchemaDraft(address: dialect) != draft
    {
      throw problem(.unknownDialect(dialect), at: node)
    }
    var base = outer
    if let id = try text("$id", members, node) {
      base = SchemaAddress(id).resolved(against: outer)
      if !id.hasPrefix("#") { try note(node, as: base.resource, in: \.resources, id) }
      if let anchor = base.fragment, !anchor.isEmpty {
        try note(node, as: "\(base.resource)#\(anchor)", in: \.anchors, id)
      }
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let anchor = try text(keyword, members, node) else { continue }
      try note(node, as: "\(base.resource)#\(anchor)", in: \.anchors, anchor)
    }
    return base
  }

  /// Two schemas with the same address would be ambiguous.
  private mutating func note(
    _ node: Int, as address: String, in names: WritableKeyPath<SchemaDocument, [String: Int]>,
    _ name: String
  ) throws(SchemaProblem) {
    let known = self[keyPath: names].updateValue(node, forKey: address)
    if let known, known != node { throw problem(.repeated(name), at: node) }
  }

  private func text(
    _ keyword: String, _ members: [JSONText: Int], _ node: Int
  ) throws(SchemaProblem) -> String? {
    guard let value = members[JSONText(keyword)] else { return nil }
    guard source.kind(of: value) == .string else {
      throw problem(.malformed(keyword: keyword, expected: "a string"), at: node)
    }
    return source.text(of: value).description
  }
}

// MARK: - References

extension SchemaDocument {
  /// The schema that the `$ref` of the schema at `node` points to.
  mutating func target(of reference: String, from node: Int) throws(SchemaProblem) -> Int {
    let address = SchemaAddress(reference).resolved(
      against: bases[node] ?? SchemaAddress(""))
    guard let resource = resources[address.resource] else {
      throw problem(.remoteReference(reference), at: node)
    }
    let fragment = Self.withoutPercents(address.fragment ?? "")
    if fragment.isEmpty { return resource }
    if let place = anchors["\(address.resource)#\(fragment)"] { return place }
    guard fragment.hasPrefix("/"), let place = place(fragment, from: resource),
      Self.isSchema(source, place.node)
    else { throw problem(.deadReference(reference), at: node) }
    try visit(place.node, base: place.base)
    return place.node
  }

  /// Follows a JSON pointer (RFC 6901).
  private mutating func place(
    _ pointer: String, from start: Int
  ) -> (node: Int, base: SchemaAddress)? {
    var node = start
    var base = bases[start] ?? SchemaAddress("")
    for step in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
      switch source.kind(of: node) {
      case .object:
        if tables[node] == nil { tables[node] = source.members(of: node) }
        guard let next = tables[node]?[JSONText(name)] else { return nil }
        node = next
      case .array:
        let inside = source.children(of: node)
        guard let index = Int(name), inside.indices.contains(index) else { return nil }
        node = inside[index]
      default: return nil
      }
      base = bases[node] ?? base
    }
    return (node, base)
  }

  /// Resolves `%25` and the like. An incomplete one stays as it is.
  private static func withoutPercents(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
      if byte == UInt8(ascii: "%"), digits.count == 2 {
        bytes.append(UInt8(digits[0] * 16 + digits[1]))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
