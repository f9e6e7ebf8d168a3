/// A read text's values, by their index in its outline.
package struct JSONView {
  package let outline: JSONOutline
  let bytes: UnsafeRawBufferPointer

  /// `bytes` must outlive it.
  package init(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
    var outline = JSONOutline()
    try outline.read(bytes, depth: JSONOutline.deepestNesting)
    self.outline = outline
    self.bytes = bytes
  }

  package func kind(of index: Int) -> JSONOutline.Kind { outline.nodes[index].kind }

  package func number(_ index: Int) -> JSONNumber { JSONNumber(bytes[outline.nodes[index].range]) }

  package func text(of index: Int) -> JSONText {
    let range = outline.nodes[index].range
    return inside(range.lowerBound + 1..<range.upperBound - 1)
  }

  package func name(of index: Int) -> JSONText { inside(outline.nodes[index].key) }

  private func inside(_ range: Range<Int>) -> JSONText {
    JSONText(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  package func children(of index: Int) -> [Int] {
    var children: [Int] = []
    outline.forEachChild(of: index) { children.append($0) }
    return children
  }

  /// Of members with the same name, the last counts.
  package func members(of index: Int) -> [JSONText: Int] {
    var members: [JSONText: Int] = [:]
    outline.forEachChild(of: index) { members[name(of: $0)] = $0 }
    return members
  }

  /// Without the white space between tokens.
  package func spelling(of index: Int) -> String {
    let text = UnsafeRawBufferPointer(rebasing: bytes[outline.nodes[index].range])
    let compact = [UInt8](unsafeUninitializedCapacity: text.count) { room, count in
      count = JSONCompactor.copy(text, to: UnsafeMutableRawBufferPointer(room))
    }
    return String(decoding: compact, as: UTF8.self)
  }
}
