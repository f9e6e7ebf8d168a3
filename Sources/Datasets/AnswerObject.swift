import Basics

/// Finds the one JSON object in what a model wrote: the text itself, the inside of a fenced block,
/// or something in the midst of prose.
struct AnswerObject {
  private(set) var outline = JSONOutline()
  /// Where the object stands in the text.
  private(set) var range = 0..<0

  /// More than a model that means one object would begin.
  private static let mostBeginnings = 64

  /// `false`: there is none, or more than one.
  mutating func find(in text: UnsafeRawBufferPointer) -> Bool {
    var found: Range<Int>?
    var at = 0
    var beginnings = 0
    while at < text.count, beginnings < Self.mostBeginnings {
      guard text[at] == UInt8(ascii: "{") else {
        at += 1
        continue
      }
      beginnings += 1
      guard let end = end(ofObjectAt: at, in: text) else {
        at += 1
        continue
      }
      guard found == nil else { return false }
      found = at..<end
      at = end
    }
    guard let found else { return false }
    range = found
    return (try? outline.read(UnsafeRawBufferPointer(rebasing: text[found]), depth: 1)) != nil
  }

  /// The value of a member; `nil`: there is none. `text` is what was given to ``find(in:)``.
  func member(_ name: String, in text: UnsafeRawBufferPointer) -> DatasetCell? {
    let object = UnsafeRawBufferPointer(rebasing: text[range])
    var found: DatasetCell?
    outline.forEachChild(of: 0) { index in
      let key = UnsafeRawBufferPointer(rebasing: object[outline.nodes[index].key])
      guard key.elementsEqual(name.utf8) || JSONString.decode(key) == name else { return }
      let value = UnsafeRawBufferPointer(rebasing: object[outline.nodes[index].range])
      switch outline.nodes[index].kind {
      case .null: found = .missing
      case .string: found = .string(UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)]))
      default: found = .json(value)
      }
    }
    return found
  }

  private mutating func end(ofObjectAt start: Int, in text: UnsafeRawBufferPointer) -> Int? {
    do throws(JSONError) {
      try outline.read(UnsafeRawBufferPointer(rebasing: text[start...]), depth: 0)
      return text.count
    } catch {
      guard error.reason == .textAfterValue else { return nil }
      return start + error.offset
    }
  }
}
