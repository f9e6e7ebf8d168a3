import Basics

/// A line of JSON and the places of all its values.
struct LineView {
  private let outline: JSONOutline
  private let text: UnsafeRawBufferPointer

  /// `text` must stay valid as long as the view is used.
  init(_ text: UnsafeRawBufferPointer) throws(JSONError) {
    var outline = JSONOutline()
    try outline.read(text, depth: JSONOutline.deepestNesting)
    self.outline = outline
    self.text = text
  }

  func kind(_ node: Int) -> JSONOutline.Kind { outline.nodes[node].kind }

  /// The byte offset of the value.
  func offset(_ node: Int) -> Int { outline.nodes[node].range.lowerBound }

  /// The value as it is written.
  func raw(_ node: Int) -> Slice<UnsafeRawBufferPointer> { text[outline.nodes[node].range] }

  func children(_ node: Int) -> [Int] {
    var children: [Int] = []
    outline.forEachChild(of: node) { children.append($0) }
    return children
  }

  /// The member with one of these names whose value is not `null`.
  func member(_ names: StaticString..., of node: Int) -> Int? {
    names.lazy.compactMap { outline.member($0, of: node, in: text) }
      .first { outline.nodes[$0].kind != .null }
  }

  /// The name of a member as it is written, without its quotes.
  func key(_ node: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: text[outline.nodes[node].key])
  }

  func name(_ node: Int) -> String { JSONString.text(key(node)) }

  /// The text of a string; `nil` for other values.
  func string(_ node: Int) -> String? { outline.text(node, in: text) }

  /// A string as it is written, without its quotes; empty for other values.
  func contents(_ node: Int) -> UnsafeRawBufferPointer {
    guard kind(node) == .string else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return outline.contents(of: node, in: text)
  }

  func isTrue(_ node: Int?) -> Bool { node.map { kind($0) == .true } ?? false }

  /// The values below this one, in the order of the text.
  func descendants(_ node: Int) -> Range<Int> { (node + 1)..<Int(outline.nodes[node].next) }
}
