/// A complete JSON text whose values are accessed by their index in ``outline``.
package struct JSONView {
  /// All values of the text, whatever their depth.
  package let outline: JSONOutline
  let bytes: UnsafeRawBufferPointer

  /// Reads `bytes`, which must stay valid as long as the view is used.
  package init(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
    var outline = JSONOutline()
    try outline.read(bytes, depth: JSONOutline.deepestNesting)
    self.outline = outline
    self.bytes = bytes
  }

  /// `outline` must be the one of `bytes`, read down to the deepest value.
  package init(_ outline: JSONOutline, of bytes: UnsafeRawBufferPointer) {
    self.outline = outline
    self.bytes = bytes
  }

  package func kind(of index: Int) -> JSONOutline.Kind { outline.nodes[index].kind }

  /// The value must be a number.
  package func number(_ index: Int) -> JSONNumber { JSONNumber(bytes[outline.nodes[index].range]) }

  /// The value must be a string.
  package func text(of index: Int) -> JSONText {
    let range = outline.nodes[index].range
    return text(in: range.lowerBound + 1..<range.upperBound - 1)
  }

  /// The name of an object's member.
  package func name(of index: Int) -> JSONText { text(in: outline.nodes[index].key) }

  /// The name of an object's member as a text of its own, whose only value is that string.
  package func nameAsText(of index: Int) -> JSONView {
    let key = outline.nodes[index].key
    let text = UnsafeRawBufferPointer(rebasing: bytes[key.lowerBound - 1..<key.upperBound + 1])
    guard let view = try? JSONView(text) else {
      preconditionFailure("the name of a member is not a JSON string")
    }
    return view
  }

  /// `range` is a string without its quotes.
  private func text(in range: Range<Int>) -> JSONText {
    JSONText(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  /// The indices of an array's elements or an object's values, in the order of the text.
  package func children(of index: Int) -> [Int] {
    var children: [Int] = []
    outline.forEachChild(of: index) { children.append($0) }
    return children
  }

  /// The indices of an object's values by name. If a name occurs twice, the last member counts.
  package func members(of index: Int) -> [JSONText: Int] {
    var members: [JSONText: Int] = [:]
    outline.forEachChild(of: index) { members[name(of: $0)] = $0 }
    return members
  }

  /// How deep the value is nested: 1 if it is not a container, or an empty one. Uses a loop, because
  /// recursion could overflow the stack.
  package func depth(of index: Int) -> Int {
    var ends: [Int32] = []
    var deepest = 0
    for node in index..<Int(outline.nodes[index].next) {
      while let end = ends.last, Int32(node) >= end { ends.removeLast() }
      ends.append(outline.nodes[node].next)
      deepest = max(deepest, ends.count)
    }
    return deepest
  }

  /// The steps of the JSON pointer (RFC 6901) from the whole text to the value; a long name is cut
  /// off.
  package func steps(to index: Int) -> [String] {
    var steps: [String] = []
    var at = 0
    while at != index {
      let inside = children(of: at)
      guard let place = inside.lastIndex(where: { $0 <= index }) else { break }
      steps.append(kind(of: at) == .array ? String(place) : name(of: inside[place]).pointerStep)
      at = inside[place]
    }
    return steps
  }

  /// The value as it is written in the text, without the white space between tokens.
  package func spelling(of index: Int) -> String {
    let text = UnsafeRawBufferPointer(rebasing: bytes[outline.nodes[index].range])
    let compact = [UInt8](unsafeUninitializedCapacity: text.count) { buffer, count in
      count = JSONCompactor.copy(text, to: UnsafeMutableRawBufferPointer(buffer))
    }
    return String(decoding: compact, as: UTF8.self)
  }
}
