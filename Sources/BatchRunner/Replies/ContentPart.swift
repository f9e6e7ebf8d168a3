package import Basics

/// One element of a message's content, where that is a list.
package enum ContentPart {
  /// The index of the part's text, which is a string.
  case text(Int)
  /// What the model thought. It is no part of the answer.
  case reasoning
  /// A picture, a sound, or something unknown.
  case other
}

extension JSONOutline {
  /// What the part at `index` is, by its type and its members.
  package func kind(ofPart index: Int, in text: UnsafeRawBufferPointer) -> ContentPart {
    let reasoning: [StaticString] = [
      "thinking", "redacted_thinking", "reasoning", "reasoning_content", "reasoning_text",
    ]
    if let type = member("type", of: index, in: text),
      reasoning.contains(where: { isString(type, $0, in: text) })
    {
      return .reasoning
    }
    for name in ["text", "refusal"] as [StaticString] {
      if let found = member(name, of: index, in: text), nodes[found].kind == .string {
        return .text(found)
      }
    }
    return .other
  }
}
