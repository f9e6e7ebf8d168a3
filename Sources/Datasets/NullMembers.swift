import Basics

/// Cuts members that are `null` out of a request body.
///
/// A message's `content` stays, since it is `null` beside the tools that a message calls. So does
/// everything in a JSON schema, where `null` is a value like others.
struct NullMembers {
  private var outline = JSONOutline()
  private var cuts: [Range<Int>] = []

  /// Cuts them out of the JSON text that begins at `start` and goes on to the end. Every other byte
  /// stays. Text that is not JSON is left alone.
  mutating func cut(from bytes: inout [UInt8], at start: Int) {
    cuts.removeAll(keepingCapacity: true)
    bytes.withUnsafeBytes { bytes in
      let text = UnsafeRawBufferPointer(rebasing: bytes[start...])
      guard (try? outline.read(text, depth: JSONOutline.deepestNesting)) != nil else { return }
      find(in: 0, text)
    }
    for cut in cuts.reversed() {
      bytes.removeSubrange(start + cut.lowerBound..<start + cut.upperBound)
    }
  }

  /// Finds the cuts in this value, in the order of the text.
  private mutating func find(in parent: Int, _ text: UnsafeRawBufferPointer) {
    var index = parent + 1
    let end = Int(outline.nodes[parent].next)
    /// Where the member before ends; `nil`: none before is kept.
    var keptBefore: Int?
    while index < end {
      let node = outline.nodes[index]
      let next = Int(node.next)
      if isCut(index, text) {
        let keyStart = node.key.lowerBound - 1
        let following = next < end ? outline.nodes[next].key.lowerBound - 1 : node.range.upperBound
        cuts.append(keptBefore.map { $0..<node.range.upperBound } ?? keyStart..<following)
      } else if !isSchema(index, text) {
        find(in: index, text)
      }
      if !isCut(index, text) || keptBefore != nil { keptBefore = node.range.upperBound }
      index = next
    }
  }

  private func isCut(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    // The elements of an array have no name.
    outline.nodes[index].kind == .null && outline.nodes[index].key.lowerBound > 0
      && !outline.isKey(index, "content", in: text)
  }

  private func isSchema(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    outline.isKey(index, "schema", in: text) || outline.isKey(index, "parameters", in: text)
  }
}
