import Basics

/// Generates the words of an answer from the words of the prompt, so that the answer is in the same
/// language.
///
/// Works on escaped JSON: the part of a valid JSON string between two spaces is again valid.
struct WordGenerator {
  private var random: SplitMix64
  private let source: UnsafeRawBufferPointer
  /// The words in ``source`` to choose from.
  private let words: [Range<Int>]
  /// How many words are left before the next full stop.
  private var wordsInSentence: Int
  private var isFirst = true

  private static let maximumWords = 64
  /// In bytes. A longer text without spaces is cut into several words.
  private static let longestWord = 48
  /// The source for a prompt without words.
  private static let defaultSource: StaticString =
    "the answer to this question depends on what you have in mind but a short one is yes"

  /// `source` is the inside of a JSON string. It must stay valid as long as this value is used.
  init(from source: UnsafeRawBufferPointer, seed: UInt64) {
    random = SplitMix64(seed: seed)
    let found = Self.words(in: source)
    if found.isEmpty {
      self.source = UnsafeRawBufferPointer(
        start: Self.defaultSource.utf8Start, count: Self.defaultSource.utf8CodeUnitCount)
      words = Self.words(in: self.source)
    } else {
      self.source = source
      words = found
    }
    wordsInSentence = 6 + random.index(below: 9)
  }

  /// Appends the next word, with a space before it and, at the end of a sentence, a full stop after
  /// it.
  mutating func appendWord(to bytes: inout [UInt8], isLast: Bool) {
    if !isFirst { bytes.append(UInt8(ascii: " ")) }
    isFirst = false
    let word = words[random.index(below: words.count)]
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: source[word]))
    wordsInSentence -= 1
    if isLast || wordsInSentence == 0 {
      bytes.append(UInt8(ascii: "."))
      wordsInSentence = 6 + random.index(below: 9)
    }
  }

  /// The first words without escapes, at most ``maximumWords``.
  private static func words(in source: UnsafeRawBufferPointer) -> [Range<Int>] {
    var words: [Range<Int>] = []
    words.reserveCapacity(maximumWords)
    var at = 0
    while at < source.count, words.count < maximumWords {
      let start = at
      var isPlain = true
      while at < source.count, source[at] != UInt8(ascii: " ") {
        if source[at] == UInt8(ascii: "\\") { isPlain = false }
        at += 1
      }
      if isPlain { append(start..<at, of: source, to: &words) }
      at += 1
    }
    return words
  }

  /// Adds the text between two spaces as words. Cuts long texts, as in languages without spaces,
  /// between characters. Leaves out punctuation at the end.
  private static func append(
    _ range: Range<Int>, of source: UnsafeRawBufferPointer, to words: inout [Range<Int>]
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = min(start + longestWord, range.upperBound)
      while end < range.upperBound, source[end] & 0xC0 == 0x80 { end += 1 }
      let next = end
      while end > start, isPunctuation(source[end - 1]) { end -= 1 }
      if end > start { words.append(start..<end) }
      start = next
    }
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "?"),
      UInt8(ascii: ":"), UInt8(ascii: ";"):
      true
    default: false
    }
  }
}
