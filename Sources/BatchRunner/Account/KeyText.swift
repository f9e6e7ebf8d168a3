/// What stands where a key should be, judged before it is used.
enum KeyText: Equatable {
  case key(APIKey)
  case placeholder
  case malformed

  /// - Parameter text: without quotes and surrounding white space, not empty.
  init(_ text: String) {
    if KeyText.isPlaceholder(text) {
      self = .placeholder
    } else if let key = APIKey(text) {
      self = .key(key)
    } else {
      self = .malformed
    }
  }

  /// Strips surrounding white space and one pair of quotes, as shells and container tools leave it.
  static func cleaned(_ raw: some StringProtocol) -> String {
    var text = Substring(raw).trimmed { $0.isWhitespace }
    for quote in ["\"", "'", "`"] as [Character]
    where text.count > 1 && text.first == quote && text.last == quote {
      text = text.dropFirst().dropLast().trimmed { $0.isWhitespace }
    }
    return String(text)
  }

  func found(in source: KeySource) throws(KeyError) -> APIKey {
    switch self {
    case .key(let key): return key
    case .placeholder: throw .placeholder(source)
    case .malformed: throw .malformed(source)
    }
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    let lower = text.lowercased()
    if lower.contains("...") || lower.contains("…") { return true }
    if lower.hasPrefix("<") || lower.hasPrefix("$") || lower.hasPrefix("{") { return true }
    let rest = lower.hasPrefix("sk-") ? lower.dropFirst(3) : lower[...]
    let words = ["your", "my-key", "my_key", "replace", "change", "insert", "paste", "placeholder"]
    if words.contains(where: rest.hasPrefix) { return true }
    if rest.hasSuffix("key-here") || rest.hasSuffix("key_here") { return true }
    return rest == "abc123" || rest == "abc123def456" || rest.allSatisfy { "x*.-_".contains($0) }
  }
}

extension Substring {
  func trimmed(_ isDross: (Character) -> Bool) -> Substring {
    var rest = drop(while: isDross)
    while let last = rest.last, isDross(last) { rest.removeLast() }
    return rest
  }
}
