import Basics

/// How the sandbox counts tokens: a simple rule, so that tests can compute the count.
///
/// Each word of the answer is one output token.
package enum TokenRule {
  package static let perRequest = 3
  package static let perMessage = 3

  /// The tokens of one message's content: one for each 4 bytes of UTF-8, rounded up.
  package static func tokens(bytes: Int) -> Int {
    (bytes + 3) / 4
  }

  /// The `usage.prompt_tokens` for this body; `nil` if the server rejects the body.
  package static func inputTokens(_ body: [UInt8]) -> Int? {
    var outline = JSONOutline()
    return body.withUnsafeBytes { text in
      guard (try? outline.read(text, depth: depth)) != nil else { return nil }
      return ChatRequest(text, outline)?.inputTokens
    }
  }

  /// How deep a body is read: to the texts in the parts of a message.
  static let depth = 5
}
