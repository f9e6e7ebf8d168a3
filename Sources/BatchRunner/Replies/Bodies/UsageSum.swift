import Basics

/// Adds up what a server reports about each choice of an answer by itself.
enum UsageSum {
  /// Deeper objects of a usage are not added up.
  private static let depth = 3

  /// The sum of two JSON objects: numbers are added, objects are added member by member. Of anything
  /// else, and of numbers that are no integers in range, the second counts.
  static func of(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    first.withUnsafeBytes { first in
      second.withUnsafeBytes { second in
        guard let left = chunk(first), let right = chunk(second) else { return Array(second) }
        var json: [UInt8] = []
        append(left, 0, right, 0, level: 0, to: &json)
        return json
      }
    }
  }

  private static func chunk(_ text: UnsafeRawBufferPointer) -> StreamChunk? {
    var outline = JSONOutline()
    guard (try? outline.read(text, depth: depth)) != nil else { return nil }
    return StreamChunk(outline: outline, text: text)
  }

  private static func append(
    _ left: StreamChunk, _ one: Int, _ right: StreamChunk, _ other: Int, level: Int,
    to json: inout [UInt8]
  ) {
    let kinds = (left.outline.nodes[one].kind, right.outline.nodes[other].kind)
    switch kinds {
    case (.number, .number): json.append(contentsOf: sum(left, one, right, other))
    case (.object, .object) where level < depth:
      appendMembers(left, one, right, other, level: level, to: &json)
    case (_, .null): json.append(contentsOf: left.spelling(of: one))
    default: json.append(contentsOf: right.spelling(of: other))
    }
  }

  private static func appendMembers(
    _ left: StreamChunk, _ one: Int, _ right: StreamChunk, _ other: Int, level: Int,
    to json: inout [UInt8]
  ) {
    var rest: [[UInt8]: Int] = [:]
    right.outline.forEachChild(of: other) { rest[name(right, $0)] = $0 }
    json.append(UInt8(ascii: "{"))
    var isFirst = true
    func begin(_ name: [UInt8]) {
      if !isFirst { json.append(UInt8(ascii: ",")) }
      isFirst = false
      json.append(UInt8(ascii: "\""))
      json.append(contentsOf: name)
      json.append(contentsOf: "\":".utf8)
    }
    left.outline.forEachChild(of: one) { member in
      let name = name(left, member)
      begin(name)
      if let same = rest.removeValue(forKey: name) {
        append(left, member, right, same, level: level + 1, to: &json)
      } else {
        json.append(contentsOf: left.spelling(of: member))
      }
    }
    right.outline.forEachChild(of: other) { member in
      let name = name(right, member)
      guard rest.removeValue(forKey: name) != nil else { return }
      begin(name)
      json.append(contentsOf: right.spelling(of: member))
    }
    json.append(UInt8(ascii: "}"))
  }

  private static func name(_ chunk: StreamChunk, _ index: Int) -> [UInt8] {
    Array(chunk.text[chunk.outline.nodes[index].key])
  }

  private static func sum(
    _ left: StreamChunk, _ one: Int, _ right: StreamChunk, _ other: Int
  ) -> [UInt8] {
    if let first = left.outline.integer(one, in: left.text),
      let second = right.outline.integer(other, in: right.text)
    {
      let (sum, isTooLarge) = first.addingReportingOverflow(second)
      return isTooLarge ? Array(right.spelling(of: other)) : Array(String(sum).utf8)
    }
    let sum =
      (left.outline.number(one, in: left.text) ?? 0)
      + (right.outline.number(other, in: right.text) ?? 0)
    return sum.isFinite ? Array(sum.description.utf8) : Array(right.spelling(of: other))
  }
}
