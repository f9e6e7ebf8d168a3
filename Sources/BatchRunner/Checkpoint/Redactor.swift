import Basics

/// Takes the key out of what a server sent, should it come back in an answer.
package struct Redactor: Sendable {
  /// Shorter keys are words that an answer may hold by chance; only loopback servers have them.
  package static let shortestKey = 8

  private let needles: [[UInt8]]
  private static let mark = Array("[key removed]".utf8)

  package init(_ keys: [APIKey]) {
    needles = keys.filter { $0.secret.utf8.count >= Self.shortestKey }.flatMap(Self.spellings)
  }

  /// The ways in which a key may stand in a text.
  private static func spellings(of key: APIKey) -> [[UInt8]] {
    let bytes = Array(key.secret.utf8)
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let percent = bytes.map { byte in
      let character = Character(UnicodeScalar(byte))
      let isPlain = character.isLetter || character.isNumber || "-._~".contains(character)
      return isPlain ? String(character) : "%" + String(byte, radix: 16).uppercased()
    }.joined()
    let escapedSlashes = key.secret.replacing("/", with: "\\/")
    let escaped = bytes.map { "\\u00" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    var texts = [key.secret, hex, hex.uppercased(), percent, escapedSlashes, escaped]
    // Base64 of a text that holds the key looks different at each of three offsets; the characters
    // that depend on what stands around it are left out.
    for offset in 0..<3 {
      let padded = Data([UInt8](repeating: 0, count: offset) + bytes)
      let code = padded.base64EncodedString().prefix { $0 != "=" }
      let skipped = (offset * 4 + 2) / 3
      let inner = code.dropFirst(skipped).dropLast((offset + bytes.count) % 3 == 0 ? 0 : 1)
      texts.append(String(inner))
      texts.append(
        String(inner.replacing("+", with: "-").replacing("/", with: "_")))
    }
    return Set(texts).sorted { $0.utf8.count > $1.utf8.count }.map { Array($0.utf8) }
  }

  /// Replaces the key, in any of its spellings; answers whether it was there.
  package func redact(_ bytes: inout [UInt8]) -> Bool {
    var found = false
    for needle in needles {
      while let place = Self.first(needle, in: bytes) {
        bytes.replaceSubrange(place, with: Self.mark)
        found = true
      }
    }
    return found
  }

  package func redact(_ text: String) -> String {
    var bytes = Array(text.utf8)
    return redact(&bytes) ? String(decoding: bytes, as: UTF8.self) : text
  }

  private static func first(_ needle: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
    bytes.withUnsafeBytes { hay in
      needle.withUnsafeBytes { straw in
        guard let base = hay.baseAddress, let start = straw.baseAddress else { return nil }
        var at = 0
        while at + straw.count <= hay.count,
          let found = memchr(base + at, Int32(straw[0]), hay.count - straw.count - at + 1)
        {
          at = UnsafeRawPointer(found) - base
          if memcmp(found, start, straw.count) == 0 { return at..<(at + straw.count) }
          at += 1
        }
        return nil
      }
    }
  }
}
