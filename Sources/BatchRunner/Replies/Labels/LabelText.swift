import Basics

/// How labels and answers are read, so that they can be compared: letter case, Markdown emphasis and
/// repeated white space do not count.
enum LabelText {
  /// Each letter in one case, white space trimmed, and one space for any that is inside.
  private static func folded(_ text: String) -> [Character] {
    var characters: [Character] = []
    characters.reserveCapacity(text.utf8.count)
    for character in text {
      if isSpace(character) {
        if characters.last.map({ $0 != " " }) ?? false { characters.append(" ") }
      } else {
        append(character, to: &characters)
      }
    }
    if characters.last == " " { characters.removeLast() }
    return characters
  }

  /// A label or an answer, without emphasis, the quotes around it, and the full stop at its end.
  static func plain(_ text: String) -> [Character] {
    let characters = withoutEmphasis(withoutEscapes(folded(text)))
    guard let start = characters.firstIndex(where: { !isQuote($0) }) else { return [] }
    let end = characters.lastIndex { !isQuote($0) && $0 != "." } ?? start
    return Array(characters[start...max(start, end)])
  }

  /// Characters that alone are no label: quotes, the marks of Markdown, and the full stop.
  static func isDecoration(_ character: Character) -> Bool {
    isQuote(character) || emphasis.contains(character) || character == "."
  }

  /// Whether a model's text begins with thoughts.
  static func beginsWithThoughts(_ text: UnsafeRawBufferPointer) -> Bool {
    let start = text.drop { JSONScanner.isSpace($0) }
    return thoughtStarts.contains { start.starts(with: $0) }
  }

  private static let thoughtStarts = [
    "<think>", "<thinking>", "<thought>", "<reasoning>", "[THINK]", "◁think▷",
  ].map { Array($0.utf8) }

  private static let quotes: Set<Character> = [
    "\"", "'", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201C}", "\u{201D}", "\u{201E}", "«", "»",
    "‹", "›", "「", "」", "『", "』",
  ]

  private static func isQuote(_ character: Character) -> Bool {
    quotes.contains(character) || character == " "
  }

  private static func isSpace(_ character: Character) -> Bool {
    character.isWhitespace || character == "\u{FEFF}" || character == "\u{200B}"
  }

  /// One case for all letters: capital and small, also ß and SS, and both forms of sigma.
  private static func append(_ character: Character, to characters: inout [Character]) {
    if let byte = character.asciiValue {
      let isCapital = (0x41...0x5A).contains(byte)
      characters.append(isCapital ? Character(UnicodeScalar(byte | 0x20)) : character)
    } else {
      characters.append(contentsOf: character.uppercased().lowercased())
    }
  }
}

// MARK: - Markdown

extension LabelText {
  private static let emphasis: Set<Character> = ["*", "_", "`", "~"]
  /// A mark this far from the one that opens does not close it.
  private static let longestEmphasis = 200

  /// Without the backslashes that Markdown needs before punctuation.
  private static func withoutEscapes(_ text: [Character]) -> [Character] {
    guard text.contains("\\") else { return text }
    return text.indices.filter { index in
      let next = index + 1 < text.count ? text[index + 1] : " "
      let isPunctuation = next.isASCII && !next.isLetter && !next.isNumber && next != " "
      return text[index] != "\\" || !isPunctuation
    }.map { text[$0] }
  }

  /// Without the marks around emphasised words and code. Marks inside a word stay, as in `A*` and
  /// `not_relevant`.
  private static func withoutEmphasis(_ text: [Character]) -> [Character] {
    var isMark = [Bool](repeating: false, count: text.count)
    var at = 0
    while at < text.count {
      let run = self.run(at, in: text)
      defer { at = run.upperBound }
      guard emphasis.contains(text[at]), !isMark[at], opens(run, in: text),
        let close = closing(run, in: text)
      else { continue }
      for index in Array(run) + Array(close) { isMark[index] = true }
    }
    return text.indices.filter { !isMark[$0] }.map { text[$0] }
  }

  /// The same character several times.
  private static func run(_ start: Int, in text: [Character]) -> Range<Int> {
    start..<(text[start...].firstIndex { $0 != text[start] } ?? text.count)
  }

  private static func opens(_ run: Range<Int>, in text: [Character]) -> Bool {
    let isAfterWord = run.lowerBound > 0 && isWordCharacter(text[run.lowerBound - 1])
    return !isAfterWord && run.upperBound < text.count && text[run.upperBound] != " "
  }

  /// The next run of the same marks, of the same length, that does not stand before a word.
  private static func closing(_ open: Range<Int>, in text: [Character]) -> Range<Int>? {
    var at = open.upperBound
    let end = min(text.count, at + longestEmphasis)
    while at < end {
      let run = self.run(at, in: text)
      let isBeforeWord = run.upperBound < text.count && isWordCharacter(text[run.upperBound])
      if text[at] == text[open.lowerBound], run.count == open.count, text[at - 1] != " ",
        !isBeforeWord
      {
        return run
      }
      at = run.upperBound
    }
    return nil
  }
}

// MARK: - Whole words

extension LabelText {
  /// Whether what stands in this range is not a part of a longer word or number.
  static func isWholeWord(_ range: Range<Int>, in text: [Character]) -> Bool {
    let before = Array(text[..<range.lowerBound].suffix(2).reversed())
    let after = Array(text[range.upperBound...].prefix(2))
    return !continues(text[range.lowerBound], before, isBackwards: true)
      && !continues(text[range.upperBound - 1], after, isBackwards: false)
  }

  /// Whether a word that ends at `edge` goes on in what is beside it, the nearest character first.
  ///
  /// A hyphen or an apostrophe continues a word only with a letter behind it (`non-positive`,
  /// `can't`); before a word an apostrophe is an article (`l'action`). A sign, a point or a comma
  /// continues a number.
  private static func continues(
    _ edge: Character, _ beside: [Character], isBackwards: Bool
  ) -> Bool {
    guard let next = beside.first, isWordCharacter(edge) || edge.isASCII else { return false }
    if isWordCharacter(next) { return true }
    let following = beside.dropFirst().first ?? " "
    switch next {
    case "-", "\u{2010}", "\u{2011}", "−":
      return isWordCharacter(following) || isBackwards && edge.isNumber
    case "'", "\u{2019}": return !isBackwards && following.isLetter
    case ".", ",": return edge.isNumber && following.isNumber
    default: return false
    }
  }

  /// Letters, digits and `_`. Scripts that are written without spaces have no whole words: any of
  /// their characters may stand beside a label.
  private static func isWordCharacter(_ character: Character) -> Bool {
    guard character.isLetter || character.isNumber || character == "_" else { return false }
    return !isWrittenWithoutSpaces(character)
  }

  private static func isWrittenWithoutSpaces(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    switch scalar.value {
    // Thai and Lao, Myanmar, Khmer, kana.
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF: return true
    default: return scalar.properties.isIdeographic
    }
  }
}
