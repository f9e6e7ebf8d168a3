import Basics

/// Writes definitions of tools as their models see them.
///
/// The text keeps the escapes of the JSON strings that it is made of.
struct ToolText {
  private(set) var bytes: [UInt8] = []
  private var outline = JSONOutline()

  /// Schemas below this depth are written as `any`.
  private static let deepest = 40

  /// `json` must be a valid JSON array. Returns whether the text is JSON, in which a backslash is a
  /// backslash.
  mutating func write(_ json: UnsafeRawBufferPointer, in layout: ToolForm.Layout) {
    bytes.removeAll(keepingCapacity: true)
    switch layout {
    case .json(let layout): layout.write(json, to: &bytes)
    case .typeScript:
      guard (try? outline.read(json, depth: Self.deepest)) != nil else { return }
      add("namespace functions {\n\n")
      outline.forEachChild(of: 0) { writeTool($0, json) }
      add("} // namespace functions")
    }
  }

  private mutating func add(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private func member(_ name: StaticString, of parent: Int?, _ json: UnsafeRawBufferPointer) -> Int?
  {
    parent.flatMap { outline.member(name, of: $0, in: json) }
  }

  /// The contents of the string at `index`; empty for other kinds.
  private func string(_ index: Int?, _ json: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let index, outline.nodes[index].kind == .string else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return outline.contents(of: index, in: json)
  }

  private mutating func writeTool(_ tool: Int, _ json: UnsafeRawBufferPointer) {
    let function = member("function", of: tool, json) ?? tool
    writeComment(member("description", of: function, json), json)
    add("type ")
    bytes.append(contentsOf: string(member("name", of: function, json), json))
    let parameters = member("parameters", of: function, json)
    if member("properties", of: parameters, json) == nil {
      add(" = () => any;\n\n")
    } else {
      add(" = (_: ")
      writeType(parameters, json, level: 0)
      add(") => any;\n\n")
    }
  }

  private mutating func writeComment(_ text: Int?, _ json: UnsafeRawBufferPointer) {
    let text = string(text, json)
    guard !text.isEmpty else { return }
    add("// ")
    bytes.append(contentsOf: text)
    add("\n")
  }

  private mutating func writeObject(
    _ schema: Int, _ properties: Int, _ json: UnsafeRawBufferPointer, level: Int
  ) {
    let required = member("required", of: schema, json)
    add("{\n")
    var children: [Int] = []
    outline.forEachChild(of: properties) { children.append($0) }
    for property in children {
      writeComment(member("description", of: property, json), json)
      let name = outline.nodes[property].key
      bytes.append(contentsOf: json[name])
      if !isRequired(name, in: required, json) { add("?") }
      add(": ")
      writeType(property, json, level: level + 1)
      add(",\n")
    }
    add("}")
  }

  private func isRequired(
    _ name: Range<Int>, in list: Int?, _ json: UnsafeRawBufferPointer
  ) -> Bool {
    guard let list, outline.nodes[list].kind == .array else { return false }
    var isRequired = false
    outline.forEachChild(of: list) {
      if string($0, json).elementsEqual(json[name]) { isRequired = true }
    }
    return isRequired
  }

  private mutating func writeType(_ schema: Int?, _ json: UnsafeRawBufferPointer, level: Int) {
    guard let schema, level < Self.deepest else { return add("any") }
    if let properties = member("properties", of: schema, json),
      outline.nodes[properties].kind == .object
    {
      return writeObject(schema, properties, json, level: level)
    }
    if let items = member("items", of: schema, json) {
      writeType(items, json, level: level + 1)
      return add("[]")
    }
    for choices in ["enum", "anyOf", "oneOf"] as [StaticString] {
      guard let list = member(choices, of: schema, json), outline.nodes[list].kind == .array else {
        continue
      }
      return writeChoices(list, json, level: level)
    }
    writeName(member("type", of: schema, json), json)
  }

  private mutating func writeChoices(_ list: Int, _ json: UnsafeRawBufferPointer, level: Int) {
    var choices: [Int] = []
    outline.forEachChild(of: list) { choices.append($0) }
    for (number, choice) in choices.enumerated() {
      if number > 0 { add(" | ") }
      if outline.nodes[choice].kind == .object {
        writeType(choice, json, level: level + 1)
      } else {
        bytes.append(contentsOf: json[outline.nodes[choice].range])
      }
    }
  }

  private mutating func writeName(_ type: Int?, _ json: UnsafeRawBufferPointer) {
    guard let type else { return add("any") }
    if outline.nodes[type].kind == .array { return writeChoices(type, json, level: 0) }
    if outline.isString(type, "integer", in: json) { return add("number") }
    bytes.append(contentsOf: string(type, json))
  }
}
