import Basics

/// A random JSON value that fits a JSON schema.
///
/// Supports types, enums, constants, ranges, lengths, nested objects and arrays, alternatives, and
/// references within the schema. Ignores other keywords.
struct SchemaAnswer {
  private(set) var bytes: [UInt8] = []
  private var random: SplitMix64
  private let schema: UnsafeRawBufferPointer
  private let prompt: UnsafeRawBufferPointer
  private let outline: JSONOutline

  /// The deepest value. Deeper ones become `null`, so that a schema that refers to itself ends.
  private static let maximumDepth = 12
  /// The deepest nesting of a schema that is read.
  static let schemaDepth = 64

  /// `nil` if the schema is not valid JSON. Strings are made of words of `prompt`, the inside of a
  /// JSON string.
  init?(_ schema: UnsafeRawBufferPointer, prompt: UnsafeRawBufferPointer, seed: UInt64) {
    var outline = JSONOutline()
    guard (try? outline.read(schema, depth: Self.schemaDepth)) != nil else { return nil }
    self.outline = outline
    self.schema = schema
    self.prompt = prompt
    random = SplitMix64(seed: seed)
    appendValue(0, depth: 0)
  }

  private func member(_ name: StaticString, _ node: Int) -> Int? {
    outline.member(name, of: node, in: schema)
  }

  private func children(of node: Int) -> [Int] {
    var children: [Int] = []
    outline.forEachChild(of: node) { children.append($0) }
    return children
  }

  /// The JSON text of a node.
  private func raw(_ node: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: schema[outline.nodes[node].range])
  }

  /// Appends a value for the schema at `node`. Chooses at random among alternatives.
  private mutating func appendValue(_ node: Int, depth: Int) {
    guard depth < Self.maximumDepth else { return bytes.append(text: "null") }
    if let value = member("const", node) { return bytes.append(contentsOf: raw(value)) }
    for name in ["enum", "anyOf", "oneOf"] as [StaticString] {
      guard let list = member(name, node) else { continue }
      let choices = children(of: list)
      guard !choices.isEmpty else { continue }
      let choice = choices[random.index(below: choices.count)]
      if name.description == "enum" { return bytes.append(contentsOf: raw(choice)) }
      return appendValue(choice, depth: depth + 1)
    }
    if let all = member("allOf", node), let first = children(of: all).first {
      return appendValue(first, depth: depth + 1)
    }
    if let target = reference(node) { return appendValue(target, depth: depth + 1) }
    switch type(of: node) {
    case "object": appendObject(node, depth: depth)
    case "array": appendArray(node, depth: depth)
    case "integer": appendNumber(node, isWhole: true)
    case "number": appendNumber(node, isWhole: false)
    case "boolean": bytes.append(text: random.index(below: 2) == 0 ? "true" : "false")
    case "null": bytes.append(text: "null")
    default: appendString(node)
    }
  }

  /// The node that `$ref` points to, such as `#/$defs/name`; `nil` if there is none.
  private func reference(_ node: Int) -> Int? {
    guard let index = member("$ref", node), let path = outline.string(index, in: schema),
      path.hasPrefix("#")
    else { return nil }
    var at = 0
    for step in path.dropFirst().split(separator: "/") {
      let next = children(of: at).last { child in
        let key = UnsafeRawBufferPointer(rebasing: schema[outline.nodes[child].key])
        return JSONString.decode(key) == String(step)
      }
      guard let next else { return nil }
      at = next
    }
    return at
  }

  /// The schema's type; of several types, the first that is not `null`.
  private func type(of node: Int) -> String {
    if let type = member("type", node) {
      if let name = outline.string(type, in: schema) { return name }
      let names = children(of: type).compactMap { outline.string($0, in: schema) }
      if let name = names.first(where: { $0 != "null" }) ?? names.first { return name }
    }
    if member("properties", node) != nil { return "object" }
    return member("items", node) != nil ? "array" : "string"
  }

  private mutating func appendObject(_ node: Int, depth: Int) {
    bytes.append(UInt8(ascii: "{"))
    let properties = member("properties", node).map { children(of: $0) } ?? []
    for (number, property) in properties.enumerated() {
      if number > 0 { bytes.append(text: ", ") }
      bytes.append(UInt8(ascii: "\""))
      let key = UnsafeRawBufferPointer(rebasing: schema[outline.nodes[property].key])
      bytes.append(contentsOf: key)
      bytes.append(text: "\": ")
      appendValue(property, depth: depth + 1)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func appendArray(_ node: Int, depth: Int) {
    let least = integer("minItems", node) ?? 1
    let most = max(least, min(integer("maxItems", node) ?? least + 2, least + 2))
    let count = min(least, 100) + random.index(below: most - least + 1)
    bytes.append(UInt8(ascii: "["))
    for number in 0..<count {
      if number > 0 { bytes.append(text: ", ") }
      if let items = member("items", node) {
        appendValue(items, depth: depth + 1)
      } else {
        appendWords(least: 0, most: 40)
      }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// A count; one that no answer should have is cut down.
  private func integer(_ name: StaticString, _ node: Int) -> Int? {
    member(name, node).flatMap { outline.integer($0, in: schema) }
      .map { max(0, min($0, 1 << 20)) }
  }

  /// A bound; one that `Double` does not hold exactly is cut down.
  private func number(_ name: StaticString, _ node: Int) -> Double? {
    member(name, node).flatMap { outline.number($0, in: schema) }
      .map { max(-1e15, min($0, 1e15)) }
  }

  /// Appends a number between the bounds. A missing bound is 100 away from the other one.
  private mutating func appendNumber(_ node: Int, isWhole: Bool) {
    let step = isWhole ? 1.0 : 0.25
    let least =
      number("minimum", node) ?? number("exclusiveMinimum", node).map { $0 + step }
      ?? ((number("maximum", node) ?? number("exclusiveMaximum", node)).map { $0 - 100 } ?? 0)
    let most =
      number("maximum", node) ?? number("exclusiveMaximum", node).map { $0 - step } ?? least + 100
    guard isWhole else {
      let part = Double(random.index(below: 101)) / 100
      // Multiplied first: the difference of two huge bounds would be infinite.
      let value = least * (1 - part) + most * part
      return bytes.append(contentsOf: "\(value)".utf8)
    }
    let low = Int(least.rounded(.up))
    let high = max(low, Int(most.rounded(.down)))
    bytes.append(decimal: low + random.index(below: min(high - low, 1 << 30) + 1))
  }

  private mutating func appendString(_ node: Int) {
    let format = member("format", node).flatMap { outline.string($0, in: schema) }
    switch format {
    case "date": bytes.append(text: "\"2026-11-22\"")
    case "date-time": bytes.append(text: "\"2026-11-22T23:15:11Z\"")
    case "time": bytes.append(text: "\"23:15:11Z\"")
    case "email": bytes.append(text: "\"someone@example.com\"")
    case "uri": bytes.append(text: "\"https://example.com/\"")
    case "uuid": bytes.append(text: "\"123e4567-e89b-42d3-a456-426614174000\"")
    default:
      let least = min(integer("minLength", node) ?? 1, 1 << 16)
      appendWords(least: least, most: integer("maxLength", node) ?? max(least, 40))
    }
  }

  /// Appends a string of one or two words of the prompt, of `least` to `most` characters.
  private mutating func appendWords(least: Int, most: Int) {
    var words: [UInt8] = []
    var generator = WordGenerator(from: prompt, seed: random.next())
    for _ in 0...random.index(below: 2) { generator.appendWord(to: &words, isLast: false) }
    var text = String(decoding: words, as: UTF8.self)
    text = String(text.unicodeScalars.prefix(most))
    let missing = max(0, min(least, most) - text.unicodeScalars.count)
    text += String(repeating: "x", count: missing)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
  }
}
