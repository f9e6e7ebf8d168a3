import Basics

/// The members of the objects in one line, looked up by name, each of which may occur once.
struct LineMembers {
  let outline: JSONOutline
  let text: UnsafeRawBufferPointer

  /// Reads a line that must be one JSON object, down to the members of its members' members.
  init(_ text: UnsafeRawBufferPointer) throws(LineDefect) {
    var outline = JSONOutline()
    do throws(JSONError) {
      try outline.read(text, depth: 3)
    } catch {
      throw .notJSON(error)
    }
    self.outline = outline
    self.text = text
    guard outline.nodes[0].kind == .object else { throw .notAnObject }
  }

  /// The indices of an object's values by name, and the names in their order.
  func members(of parent: Int) throws(LineDefect) -> (byName: [String: Int], names: [String]) {
    var byName: [String: Int] = [:]
    var names: [String] = []
    var repeated: String?
    outline.forEachChild(of: parent) { child in
      let name = JSONString.text(UnsafeRawBufferPointer(rebasing: text[outline.nodes[child].key]))
      if byName.updateValue(child, forKey: name) != nil { repeated = name }
      names.append(name)
    }
    if let repeated { throw .twice(repeated) }
    return (byName, names)
  }

  /// The values of an object that has just these members, in this order.
  func values(
    of parent: Int, _ expected: [String], in owner: String
  ) throws(LineDefect) -> [Int] {
    guard outline.nodes[parent].kind == .object else { throw .wrong(owner, "an object") }
    let (byName, names) = try members(of: parent)
    if let unknown = names.first(where: { !expected.contains($0) }) { throw .unknown(unknown) }
    var values: [Int] = []
    for name in expected {
      guard let value = byName[name] else { throw .missing(name) }
      values.append(value)
    }
    return values
  }

  func kind(of index: Int) -> JSONOutline.Kind { outline.nodes[index].kind }

  func spelling(of index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: text[outline.nodes[index].range])
  }

  /// Appends the string as this program spells it.
  func appendString(
    _ index: Int, _ name: String, to bytes: inout [UInt8]
  ) throws(LineDefect) {
    guard let string = outline.string(index, in: text) else { throw .wrong(name, "a text") }
    JSONString.append(string, to: &bytes)
  }

  /// Appends a whole number without a fraction or an exponent.
  func appendNumber(_ index: Int, _ name: String, to bytes: inout [UInt8]) throws(LineDefect) {
    guard let number = outline.integer(index, in: text), number >= 0 else {
      throw .wrong(name, "a whole number")
    }
    bytes.append(decimal: number)
  }

  /// Appends any value: strings and whole numbers as this program spells them, and the rest without
  /// white space.
  func append(_ index: Int, _ name: String, to bytes: inout [UInt8]) throws(LineDefect) {
    switch kind(of: index) {
    case .string: try appendString(index, name, to: &bytes)
    case .number: try appendNumber(index, name, to: &bytes)
    default: JSONSpelling(.compact, .asTheyAre).append(spelling(of: index), to: &bytes)
    }
  }
}
