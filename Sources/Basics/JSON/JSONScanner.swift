/// The lexer of ``JSONOutline``: finds where each token ends.
///
/// All offsets are in bytes from the beginning of the text. Strings are scanned eight bytes at a
/// time ("Determine if a word has a byte less than n", Bit Twiddling Hacks, Sean Eron Anderson).
///
/// It is public because the compiler inlines and specialises only public code across targets.
public struct JSONScanner {
  @usableFromInline let base: UnsafeRawPointer
  @usableFromInline let count: Int

  @inlinable @inline(__always)
  public init(base: UnsafeRawPointer, count: Int) {
    self.base = base
    self.count = count
  }

  /// The byte at `offset`, not bounds-checked in release builds. Callers check it against `count`.
  @inline(__always)
  subscript(offset: Int) -> UInt8 {
    assert(offset >= 0 && offset < count)
    return base.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// Whether JSON allows the byte as white space between tokens.
  @inlinable @inline(__always)
  public static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  @inline(__always)
  func endOfSpace(_ start: Int) -> Int {
    var at = start
    while at < count, Self.isSpace(self[at]) { at += 1 }
    return at
  }

  /// The offset after the closing quote of the string whose opening quote is at `start`.
  ///
  /// Throws if the string is not valid: a control character, an invalid escape, invalid UTF-8, or
  /// no closing quote.
  @inline(__always)
  package func endOfString(_ start: Int) throws(JSONError) -> Int {
    var at = start + 1
    while true {
      at = endOfPlainText(at)
      guard at < count else { throw JSONError(offset: count, reason: .endsTooSoon) }
      let byte = self[at]
      if byte == UInt8(ascii: "\"") { return at + 1 }
      if byte == UInt8(ascii: "\\") {
        at = try endOfEscape(at)
      } else if byte < 0x20 {
        throw JSONError(offset: at, reason: .controlCharacterInString)
      } else {
        at = try endOfMultibyte(at)
      }
    }
  }

  /// The offset of the first byte that is a quote, a backslash, a control character or not ASCII.
  @inline(__always)
  private func endOfPlainText(_ start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var at = start
    while at + 8 <= count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // Only the lowest set bit is reliable: the subtractions borrow from the bytes above it.
      let special =
        (((word &- (ones &* 0x20)) & ~word)
          | ((quotes &- ones) & ~quotes)
          | ((backslashes &- ones) & ~backslashes)
          | word) & highs
      if special != 0 { return at + special.trailingZeroBitCount >> 3 }
      at += 8
    }
    while at < count {
      let byte = self[at]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { break }
      at += 1
    }
    return at
  }

  /// The offset after the escape whose backslash is at `start`.
  private func endOfEscape(_ start: Int) throws(JSONError) -> Int {
    guard start + 1 < count else { throw JSONError(offset: count, reason: .endsTooSoon) }
    switch self[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "u"):
      for at in (start + 2)..<(start + 6) {
        guard at < count else { throw JSONError(offset: count, reason: .endsTooSoon) }
        guard Self.isHexDigit(self[at]) else {
          throw JSONError(offset: start, reason: .invalidEscape)
        }
      }
      return start + 6
    default:
      throw JSONError(offset: start, reason: .invalidEscape)
    }
  }

  /// The offset after the non-ASCII character at `start`.
  ///
  /// Accepts only well-formed UTF-8 (table 3-7 of the Unicode Standard): no overlong forms, no
  /// surrogates, nothing above U+10FFFF.
  @inline(__always)
  func endOfMultibyte(_ start: Int) throws(JSONError) -> Int {
    let lead = self[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: length = 3
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw JSONError(offset: start, reason: .invalidUTF8)
    }
    guard start + length <= count, second.contains(self[start + 1]) else {
      throw JSONError(offset: start, reason: .invalidUTF8)
    }
    for at in (start + 2)..<max(start + 2, start + length) {
      guard self[at] & 0xC0 == 0x80 else { throw JSONError(offset: start, reason: .invalidUTF8) }
    }
    return start + length
  }

  /// The length in bytes of the well-formed UTF-8 character that begins at `start` and is not ASCII;
  /// 0: there is none.
  package static func lengthOfCharacter(_ text: UnsafeRawBufferPointer, at start: Int) -> Int {
    guard let base = text.baseAddress, start < text.count else { return 0 }
    let scanner = JSONScanner(base: base, count: text.count)
    guard let end = try? scanner.endOfMultibyte(start) else { return 0 }
    return end - start
  }

  /// The offset after `word`, which must be at `start`: `true`, `false` or `null`.
  func endOfWord(_ word: StaticString, _ start: Int) throws(JSONError) -> Int {
    for index in 0..<word.utf8CodeUnitCount {
      guard start + index < count else { throw JSONError(offset: count, reason: .endsTooSoon) }
      guard self[start + index] == word.utf8Start[index] else {
        throw JSONError(offset: start + index, reason: .unexpected(self[start + index]))
      }
    }
    return start + word.utf8CodeUnitCount
  }

  /// The offset after the number at `start`, by the grammar of RFC 8259.
  func endOfNumber(_ start: Int) throws(JSONError) -> Int {
    var at = start
    if self[at] == UInt8(ascii: "-") { at += 1 }
    let integer = at
    at = endOfDigits(at)
    guard at > integer, self[integer] != UInt8(ascii: "0") || at == integer + 1 else {
      throw JSONError(offset: start, reason: .invalidNumber)
    }
    if at < count, self[at] == UInt8(ascii: ".") {
      let fraction = at + 1
      at = endOfDigits(fraction)
      guard at > fraction else { throw JSONError(offset: start, reason: .invalidNumber) }
    }
    if at < count, self[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < count, self[at] == UInt8(ascii: "+") || self[at] == UInt8(ascii: "-") { at += 1 }
      let exponent = at
      at = endOfDigits(exponent)
      guard at > exponent else { throw JSONError(offset: start, reason: .invalidNumber) }
    }
    return at
  }

  private func endOfDigits(_ start: Int) -> Int {
    var at = start
    while at < count, (0x30...0x39).contains(self[at]) { at += 1 }
    return at
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
