/// Text that somebody put where a key belongs.
///
/// Never shown, like the key it may be.
struct KeyCandidate: Sendable, Equatable {
  private let text: String

  init(_ text: some StringProtocol) {
    self.text = String(text)
  }

  /// What documentation writes in a key's place.
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
    // A variable or a template that nobody has filled in.
    if let first = tail.first, "$<{".contains(first) { return true }
    if tail.isEmpty || tail.allSatisfy({ $0 == "x" }) { return true }
    return tail == "abc123" || tail == "abc123def456"
  }

  func key(from source: KeySource) throws(KeyError) -> APIKey {
    if isPlaceholder { throw .placeholder(source) }
    guard let key = APIKey(text) else { throw .illegalCharacters(source) }
    return key
  }
}
