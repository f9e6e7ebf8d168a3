/// A row of words to look for in a message.
///
/// Words are separated by spaces. `a|b` is either word, `credit*` any word that begins so, and `..`
/// up to four words of any kind, but not the end of a sentence.
struct WordPattern: Sendable, ExpressibleByStringLiteral {
  private enum Part: Sendable {
    case word([String])
    case gap
  }

  private let parts: [Part]
  /// The most words that `..` stands for.
  private static let longestGap = 4

  init(stringLiteral pattern: String) {
    parts = pattern.split(separator: " ").map { part in
      part == ".." ? .gap : .word(part.split(separator: "|").map(String.init))
    }
  }

  func occurs(in words: [Substring]) -> Bool { end(in: words[...]) != nil }

  /// The index after the first occurrence; `nil`: there is none.
  func end(in words: ArraySlice<Substring>) -> Int? {
    words.indices.lazy.compactMap { match(parts[...], words[$0...]) }.first
  }

  private func match(_ parts: ArraySlice<Part>, _ words: ArraySlice<Substring>) -> Int? {
    guard let part = parts.first else { return words.startIndex }
    switch part {
    case .gap:
      for skipped in 0...Self.longestGap where skipped <= words.count {
        if let end = match(parts.dropFirst(), words.dropFirst(skipped)) { return end }
        if words.dropFirst(skipped).first == Wording.sentenceEnd { return nil }
      }
      return nil
    case .word(let choices):
      guard let word = words.first, choices.contains(where: { Self.fits(word, $0) }) else {
        return nil
      }
      return match(parts.dropFirst(), words.dropFirst())
    }
  }

  private static func fits(_ word: Substring, _ choice: String) -> Bool {
    choice.hasSuffix("*") ? word.hasPrefix(choice.dropLast()) : word == choice
  }
}
