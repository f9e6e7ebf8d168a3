import Basics

/// What a model wrote in one message of an answer, read where it lies.
struct MessageText {
  private let outline: JSONOutline
  private let bytes: UnsafeRawBufferPointer
  /// The message's node.
  private let message: Int

  /// How many levels below the message the outline must have been read.
  static let depth = 4

  init(_ message: Int, _ outline: JSONOutline, in bytes: UnsafeRawBufferPointer) {
    self.message = message
    self.outline = outline
    self.bytes = bytes
  }

  /// Appends the text, or its parts joined. A part with thoughts is no text. Content that is another
  /// JSON value is appended as it is written. `false`: the message has no content.
  func append(to text: inout [UInt8]) -> Bool {
    guard let content = member("content", of: message) else { return false }
    switch outline.nodes[content].kind {
    case .null: return false
    case .string: append(content, to: &text)
    case .array:
      var isText = false
      outline.forEachChild(of: content) { part in
        guard let inside = self.text(ofPart: part) else { return }
        isText = true
        append(inside, to: &text)
      }
      return isText
    default: text.append(contentsOf: bytes[outline.nodes[content].range])
    }
    return true
  }

  /// Appends the text in which the answer's JSON is looked for: what ``append(to:)`` appends, or the
  /// arguments of the first tool call if that is nothing or white space. `false`: there is neither.
  func appendJSON(to text: inout [UInt8]) -> Bool {
    let start = text.count
    let hasContent = append(to: &text)
    guard text[start...].allSatisfy(JSONScanner.isSpace), let call = toolCall,
      let arguments = member("arguments", of: call)
    else { return hasContent }
    text.removeLast(text.count - start)
    if outline.nodes[arguments].kind == .string {
      append(arguments, to: &text)
    } else {
      text.append(contentsOf: bytes[outline.nodes[arguments].range])
    }
    return true
  }

  /// The function of the first tool call; `nil`: there is none.
  private var toolCall: Int? {
    guard let calls = member("tool_calls", of: message), outline.nodes[calls].kind == .array,
      outline.nodes[calls].next > calls + 1
    else { return member("function_call", of: message) }
    return member("function", of: calls + 1)
  }

  /// The string with the text of one part of the content; `nil`: it is of another kind.
  private func text(ofPart part: Int) -> Int? {
    if outline.nodes[part].kind == .string { return part }
    guard case .text(let text) = outline.kind(ofPart: part, in: bytes) else { return nil }
    return text
  }

  private func member(_ name: StaticString, of parent: Int) -> Int? {
    outline.member(name, of: parent, in: bytes)
  }

  /// `index`: a string.
  private func append(_ index: Int, to text: inout [UInt8]) {
    let range = outline.nodes[index].range
    let inside = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
    JSONString.append(reading: UnsafeRawBufferPointer(rebasing: inside), to: &text)
  }
}
