import Basics

/// How the sandbox counts tokens: no model's tokenizer, but one that others can reckon with.
///
/// An output token is a word of the answer.
package enum TokenRule {
  package static let perRequest = 3
  package static let perMessage = 3

  /// Of a message's contents: one for each 4 bytes of UTF-8, begun ones included.
  package static func tokens(bytes: Int) -> Int {
    (bytes + 3) / 4
  }

  /// What `usage.prompt_tokens` says about this body; `nil` for a body that the server turns down.
  package static func inputTokens(_ body: [UInt8]) -> Int? {
    var outline = JSONOutline()
    return body.withUnsafeBytes { text in
      guard (try? outline.read(text, depth: depth)) != nil else { return nil }
      return ChatRequest(text, outline)?.inputTokens
    }
  }

  /// Down to the texts in the parts of a message.
  static let depth = 5
}
