import Basics

/// One event of a stream as JSON, read down to the arguments of its tool calls.
struct StreamChunk {
  /// Deeper values are copied as they are written.
  static let depth = 7

  let outline: JSONOutline
  /// Valid as long as the bytes that were read.
  let text: UnsafeRawBufferPointer

  func member(_ name: StaticString, of parent: Int = 0) -> Int? {
    outline.member(name, of: parent, in: text)
  }

  /// A member that is neither `null` nor `false`, nor an empty string, array or object.
  func meaningful(_ name: StaticString, of parent: Int = 0) -> Int? {
    member(name, of: parent).flatMap { outline.isMeaningful($0, in: text) ? $0 : nil }
  }

  func spelling(of index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: text[outline.nodes[index].range])
  }

  /// The bytes of a string without its quotes.
  func contents(of index: Int) -> UnsafeRawBufferPointer {
    outline.contents(of: index, in: text)
  }

  /// The elements of an array without its brackets; empty if there are none.
  func elements(of index: Int) -> UnsafeRawBufferPointer {
    let inside = contents(of: index)
    return inside.allSatisfy(JSONScanner.isSpace)
      ? UnsafeRawBufferPointer(rebasing: inside[..<0]) : inside
  }
}

extension JSONOutline {
  /// Whether a value is neither `null` nor `false`, nor an empty string, array or object: those
  /// stand where there is nothing.
  func isMeaningful(_ index: Int, in text: UnsafeRawBufferPointer) -> Bool {
    switch nodes[index].kind {
    case .null, .false: false
    case .true, .number: true
    case .string: nodes[index].range.count > 2
    case .array, .object: !contents(of: index, in: text).allSatisfy(JSONScanner.isSpace)
    }
  }
}
