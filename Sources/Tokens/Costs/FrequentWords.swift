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
        let prefix = prefix(
          UnsafeBufferPointer(rebasing: word).baseAddress!, word.count, readable: word.count)
        let hash = Self.hash(prefix, word.count)
        bits[hash >> 6] |= 1 << UInt64(hash & 63)
      }
    }
    return bits
  }()

  private static let hashBits = 16

  /// Whether this word of ASCII letters is frequent. `bits` are ``bits``.
  @inline(__always)
  static func contains(
    _ word: UnsafePointer<UInt8>, _ length: Int, readable: Int, in bits: UnsafePointer<UInt64>
  ) -> Bool {
    let hash = hash(prefix(word, length, readable: readable), length)
    return bits[hash >> 6] >> UInt64(hash & 63) & 1 == 1
  }

  /// The hash of a word's first eight letters, as ``prefix(_:_:readable:)`` gives them, and of its length.
  @inline(__always)
  static func hash(_ prefix: UInt64, _ length: Int) -> Int {
    let mixed = (prefix ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> UInt64(64 - hashBits))
  }

  /// The first eight letters in small letters, and zeros if there are fewer. `readable` is how many
  /// bytes of memory there are from `word` on.
  @inline(__always)
  static func prefix(_ word: UnsafePointer<UInt8>, _ length: Int, readable: Int) -> UInt64 {
    var prefix: UInt64 = 0
    if readable >= 8 {
      prefix = UInt64(littleEndian: UnsafeRawPointer(word).loadUnaligned(as: UInt64.self))
    } else {
      for index in 0..<length { prefix |= UInt64(word[index]) << UInt64(index * 8) }
    }
    let used = length < 8 ? (1 << UInt64(length * 8)) - 1 : UInt64.max
    return (prefix | 0x2020_2020_2020_2020) & used
  }
}
