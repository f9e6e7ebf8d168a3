/// English words that every vocabulary has in one piece, so that their cost is known.
///
/// Pairs of letters cannot tell `people` from `peepol`, but a vocabulary has only one of them.
/// ``TokenCosts`` has the costs of these words by what is before them.
enum FrequentWords {
  /// Shorter words are left to the pairs of letters.
  static let shortest = 3
  /// Longer words cost the same.
  static let longest = 9
  /// After a space, after other characters, and after a small letter as in `maxTokens`; each with a
  /// small and with a capital first letter.
  private static let beginnings = 6

  /// The number of costs: one for each length, for each beginning.
  static let costs = beginnings * (longest - shortest + 1)

  /// The index of a word's cost.
  @inline(__always)
  static func cost(length: Int, after previous: UInt8, capital: Bool) -> Int {
    let isAfterSpace = previous == CharacterClass.space || previous == CharacterClass.space + 1
    let isInsideName = previous < CharacterClass.smallLetters
    let beginning = isAfterSpace ? 0 : isInsideName ? 4 : 2
    return (beginning + (capital ? 1 : 0)) * (longest - shortest + 1) + min(length, longest)
      - shortest
  }

  /// A set of bits; a word is frequent if the bit of its hash is set. One other word in 30 is taken
  /// for one.
  static let bits: [UInt64] = {
    var bits = [UInt64](repeating: 0, count: 1 << (hashBits - 6))
    english.withUTF8Buffer { text in
      for word in text.split(whereSeparator: { $0 <= 0x20 }) {
        let start = UnsafeBufferPointer(rebasing: word).baseAddress!
        let hash = hash(bytes(start, readable: word.count), word.count)
        bits[hash >> 6] |= 1 << UInt64(hash & 63)
      }
    }
    return bits
  }()

  private static let hashBits = 16

  /// Whether the bit of this hash is set. `bits` are ``bits``.
  @inline(__always)
  static func contains(_ hash: Int, in bits: UnsafePointer<UInt64>) -> Bool {
    bits[hash >> 6] >> UInt64(hash & 63) & 1 == 1
  }

  /// The hash of a word of ASCII letters: of its first eight letters, without case, and its length.
  /// `bytes` are its first eight bytes, the first byte lowest. What follows a shorter word is ignored.
  @inline(__always)
  static func hash(_ bytes: UInt64, _ length: Int) -> Int {
    let used = length < 8 ? (1 << UInt64(length &* 8)) &- 1 : UInt64.max
    let prefix = (bytes | 0x2020_2020_2020_2020) & used
    let mixed = (prefix ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> UInt64(64 - hashBits))
  }

  /// How many of eight bytes are the first byte, which is not looked at, and small letters after it.
  @inline(__always)
  static func length(_ bytes: UInt64) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    let low = bytes & ~high
    let fromA = low &+ 0x1F1F_1F1F_1F1F_1F1F
    let afterZ = low &+ 0x0505_0505_0505_0505
    let isSmall = fromA & ~afterZ & ~bytes & high
    return ((isSmall ^ high) & ~0xFF).trailingZeroBitCount >> 3
  }

  /// Eight bytes of memory, or as many as are `readable` and zeros, the first byte lowest.
  @inline(__always)
  static func bytes(_ word: UnsafePointer<UInt8>, readable: Int) -> UInt64 {
    guard readable < 8 else {
      return UInt64(littleEndian: UnsafeRawPointer(word).loadUnaligned(as: UInt64.self))
    }
    return (0..<readable).reduce(0) { $0 | UInt64(word[$1]) << UInt64($1 &* 8) }
  }
}
