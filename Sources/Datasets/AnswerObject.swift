import Basics
import BatchRunner

/// Finds the JSON object in a model's answer: where ``AnswerJSON`` finds it, else the only one in the
/// middle of prose or of a list.
struct AnswerObject {
  private var json = AnswerJSON()
  private(set) var outline = JSONOutline()
  /// The object's range in the text.
  private(set) var range = 0..<0

  /// The search stops after this many `{`, because each may have to be parsed up to the end of the
  /// text.
  private static let mostBeginnings = 64

  /// Searches the text; `false` if it has no object or more than one.
  mutating func find(in text: UnsafeRawBufferPointer) -> Bool {
    do throws(AnswerJSON.Absence) {
      try json.find(in: text, depth: 1)
      range = json.range
      outline = json.outline
      return outline.nodes[0].kind == .object || findOnly(in: text, json.range)
    } catch {
      return findOnly(in: text, AnswerJSON.afterThoughts(text))
    }
  }

  /// Searches a part of the text for the only object in it.
  private mutating func findOnly(in text: UnsafeRawBufferPointer, _ part: Range<Int>) -> Bool {
    var found: Range<Int>?
    var at = part.lowerBound
    var beginnings = 0
    while at < part.upperBound, beginnings < Self.mostBeginnings {
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

  /// The value of the object's member with this name; `nil` if there is none. If the name occurs
  /// twice, the last member counts. `text` must be the text given to ``find(in:)``.
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

  /// The index after the object that begins at `start`; `nil` if it is not valid JSON.
  private mutating func end(ofObjectAt start: Int, in text: UnsafeRawBufferPointer) -> Int? {
    do throws(JSONError) {
      try outline.read(UnsafeRawBufferPointer(rebasing: text[start...]), depth: 0)
      return text.count
    } catch {
      // The object itself is valid, and other text follows it.
      guard error.reason == .textAfterValue else { return nil }
      return start + error.offset
    }
  }
}
