import Basics

/// A JSON object that grows by the deltas of a stream.
///
/// Texts grow, arrays get more elements, objects are merged, tool calls are told apart by their
/// index. Of everything else the last value that is not `null` counts. Values keep their spelling:
/// half of a surrogate pair at the end of one delta and the other half at the beginning of the next
/// make one character.
struct DeltaObject {
  private enum Form {
    /// A string; its bytes are without the quotes.
    case text
    /// An array; its bytes are the elements with commas between them.
    case elements
    case object
    case calls
    /// Any value; its bytes are its spelling.
    case plain
  }

  /// A struct and no enum with payloads, so that a text grows where it lies and is not copied.
  private struct Value {
    var form: Form
    var bytes: [UInt8] = []
    /// One object for ``Form/object``, else none. An array, because a struct cannot hold itself.
    var object: [DeltaObject] = []
    var calls = DeltaCalls()
  }

  private var names: [[UInt8]] = []
  private var values: [Value] = []
  private var places: [[UInt8]: Int] = [:]

  var isEmpty: Bool { names.isEmpty }

  /// The string members that come in pieces.
  private static let texts: Set<[UInt8]> = Set(
    [
      "content", "refusal", "reasoning", "reasoning_content", "thinking", "arguments", "data",
      "transcript", "text",
    ].map { Array($0.utf8) })
  /// The string members that some servers repeat in every delta: the first one counts.
  private static let labels: Set<[UInt8]> = Set(
    ["role", "id", "type", "name"].map { Array($0.utf8) })
  /// The array whose elements come in pieces.
  private static let calls = Array("tool_calls".utf8)

  /// Merges the members of the object at `index`, but for the excepted ones. Returns by how many
  /// bytes this object grew at most.
  mutating func merge(
    _ index: Int, of chunk: StreamChunk, level: Int, except excepted: [StaticString] = []
  ) -> Int {
    var growth = 0
    chunk.outline.forEachChild(of: index) { member in
      guard !excepted.contains(where: { chunk.outline.isKey(member, $0, in: chunk.text) }) else {
        return
      }
      growth += merge(member: member, of: chunk, level: level + 1)
    }
    return growth
  }

  private mutating func merge(member: Int, of chunk: StreamChunk, level: Int) -> Int {
    let node = chunk.outline.nodes[member]
    let name = Array(chunk.text[node.key])
    guard let place = places[name] else {
      places[name] = names.count
      names.append(name)
      values.append(Self.first(member, name, chunk, level))
      return name.count + node.range.count + 8
    }
    let isText = Self.texts.contains(name)
    let before = values[place].bytes.count
    switch (node.kind, values[place].form) {
    case (.null, _): return 0
    case (.string, .text) where isText:
      values[place].bytes.append(contentsOf: chunk.contents(of: member))
    case (.string, .elements) where isText:
      Self.append(part: chunk.contents(of: member), to: &values[place].bytes)
    case (.array, .text) where isText:
      var elements: [UInt8] = []
      Self.append(part: values[place].bytes, to: &elements)
      values[place] = Value(form: .elements, bytes: elements)
      Self.append(elements: chunk.elements(of: member), to: &values[place].bytes)
    case (.array, .elements):
      Self.append(elements: chunk.elements(of: member), to: &values[place].bytes)
    case (.array, .calls) where level < StreamChunk.depth:
      return values[place].calls.merge(member, of: chunk, level: level)
    case (.object, .object) where level < StreamChunk.depth:
      return values[place].object[0].merge(member, of: chunk, level: level)
    case (.string, .text) where Self.labels.contains(name) && !values[place].bytes.isEmpty:
      return 0
    default:
      values[place] = Self.first(member, name, chunk, level)
      return max(0, node.range.count - before)
    }
    return values[place].bytes.count - before
  }

  private static func first(
    _ member: Int, _ name: [UInt8], _ chunk: StreamChunk, _ level: Int
  ) -> Value {
    switch chunk.outline.nodes[member].kind {
    case .string: return Value(form: .text, bytes: Array(chunk.contents(of: member)))
    case .array where name == calls && level < StreamChunk.depth:
      var value = Value(form: .calls)
      _ = value.calls.merge(member, of: chunk, level: level)
      return value
    case .array: return Value(form: .elements, bytes: Array(chunk.elements(of: member)))
    case .object where level < StreamChunk.depth:
      var value = Value(form: .object, object: [DeltaObject()])
      _ = value.object[0].merge(member, of: chunk, level: level)
      return value
    default: return Value(form: .plain, bytes: Array(chunk.spelling(of: member)))
    }
  }

  private static func append(elements more: UnsafeRawBufferPointer, to elements: inout [UInt8]) {
    if !elements.isEmpty, !more.isEmpty { elements.append(UInt8(ascii: ",")) }
    elements.append(contentsOf: more)
  }

  /// Adds a text as one more part of a list of parts; nothing if it is empty.
  private static func append(part text: some Collection<UInt8>, to elements: inout [UInt8]) {
    guard !text.isEmpty else { return }
    if !elements.isEmpty { elements.append(UInt8(ascii: ",")) }
    elements.append(contentsOf: #"{"type":"text","text":""#.utf8)
    elements.append(contentsOf: text)
    elements.append(contentsOf: #""}"#.utf8)
  }
}

// MARK: - Reading and writing

extension DeltaObject {
  /// The string at this name, without its quotes; `nil`: there is none.
  func text(_ name: StaticString) -> [UInt8]? {
    let key = name.withUTF8Buffer { Array($0) }
    guard let place = places[key], values[place].form == .text else { return nil }
    return values[place].bytes
  }

  /// Appends the members with commas between them.
  func appendMembers(to json: inout [UInt8]) {
    for (index, name) in names.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json.append(UInt8(ascii: "\""))
      json.append(contentsOf: name)
      json.append(contentsOf: "\":".utf8)
      Self.append(values[index], to: &json)
    }
  }

  func append(to json: inout [UInt8]) {
    json.append(UInt8(ascii: "{"))
    appendMembers(to: &json)
    json.append(UInt8(ascii: "}"))
  }

  private static func append(_ value: Value, to json: inout [UInt8]) {
    switch value.form {
    case .text: append("\"", value.bytes, "\"", to: &json)
    case .elements: append("[", value.bytes, "]", to: &json)
    case .object: for object in value.object { object.append(to: &json) }
    case .calls: value.calls.append(to: &json)
    case .plain: json.append(contentsOf: value.bytes)
    }
  }

  private static func append(
    _ opening: StaticString, _ bytes: [UInt8], _ closing: StaticString, to json: inout [UInt8]
  ) {
    json.append(text: opening)
    json.append(contentsOf: bytes)
    json.append(text: closing)
  }
}
