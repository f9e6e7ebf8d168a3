import Basics

/// The words of an answer, made out of the request's own, so that they are in its language.
///
/// Works on JSON spellings: what is taken from a valid string between two spaces is again the
/// inside of a valid string.
struct Prose {
  private var dice: SplitMix64
  private let source: UnsafeRawBufferPointer
  private let words: [Range<Int>]
  private var untilPause: Int
  private var isFirst = true

  private static let mostWords = 64
  private static let longestWord = 48
  private static let stock: StaticString =
    "the answer to this question depends on what you have in mind but a short one is yes"

  init(from source: UnsafeRawBufferPointer, seed: UInt64) {
    dice = SplitMix64(seed: seed)
    let found = Self.words(in: source)
    if found.isEmpty {
      self.source = UnsafeRawBufferPointer(
        start: Self.stock.utf8Start, count: Self.stock.utf8CodeUnitCount)
      words = Self.words(in: self.source)
    } else {
      self.source = source
      words = found
    }
    untilPause = 6 + dice.index(below: 9)
  }

  /// Appends a word, with what stands before it.
  mutating func appendWord(to bytes: inout [UInt8], isLast: Bool) {
    if !isFirst { bytes.append(UInt8(ascii: " ")) }
    isFirst = false
    let word = words[dice.index(below: words.count)]
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: source[word]))
    untilPause -= 1
    if isLast || untilPause == 0 {
      bytes.append(UInt8(ascii: "."))
      untilPause = 6 + dice.index(below: 9)
    }
  }

  private static func words(in source: UnsafeRawBufferPointer) -> [Range<Int>] {
    var words: [Range<Int>] = []
    words.reserveCapacity(mostWords)
    var at = 0
    while at < source.count, words.count < mostWords {
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

  /// Texts without spaces are cut between characters; punctuation at the end is left out.
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
