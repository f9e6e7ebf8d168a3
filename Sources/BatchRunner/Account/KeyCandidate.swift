/// Text found in a place for a key, before it is checked. It may be a key, so it is never shown.
struct KeyCandidate: Sendable, Equatable {
  private let text: String

  init(_ text: some StringProtocol) {
    self.text = String(text)
  }

  /// Text that documentation or a template has in place of a key, such as `sk-...` or `YOUR_KEY`.
  var isPlaceholder: Bool {
    let lower = text.lowercased()
    if text.trimmingPrefix(while: \.isWhitespace).contains(where: \.isWhitespace),
      !(text.last?.isWhitespace ?? false)
    {
      return true
    }
    if text.contains("...") || text.contains("…") || text.contains("<") || text.contains(">") {
      return true
    }
    if ["your_", "your-", "sk-your_", "sk-your-"].contains(where: lower.hasPrefix) { return true }
    let tail = lower.hasPrefix("sk-") ? lower.dropFirst(3) : lower[...]
    // A variable or a template that was not filled in.
    if let first = tail.first, "$<{".contains(first) { return true }
    if tail.isEmpty || tail.allSatisfy({ $0 == "x" }) { return true }
    return tail == "abc123" || tail == "abc123def456"
  }

  /// The text as a key; throws if it is a placeholder or cannot be a key.
  func key(from source: KeySource) throws(KeyError) -> APIKey {
    if isPlaceholder { throw .placeholder(source) }
    guard let key = APIKey(text) else { throw .illegalCharacters(source) }
    return key
  }
}
