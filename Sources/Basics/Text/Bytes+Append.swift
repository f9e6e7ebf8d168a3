extension [UInt8] {
  /// Appends a literal's bytes without creating a `String`.
  package mutating func append(text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a whole number in decimal digits.
  package mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    // `UInt.max` has 20 digits.
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
      // `magnitude`, because `-Int.min` overflows.
      var rest = value.magnitude
      var start = digits.count
      repeat {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      append(contentsOf: UnsafeRawBufferPointer(rebasing: digits[start...]))
    }
  }

  /// Appends the value as 16 lower-case hex digits.
  package mutating func append(hex value: UInt64) {
    let high = UInt32(truncatingIfNeeded: value >> 32)
    let digits = (Self.hexDigits(high), Self.hexDigits(UInt32(truncatingIfNeeded: value)))
    Swift.withUnsafeBytes(of: digits) { append(contentsOf: $0) }
  }

  /// The eight digits as the bytes of one word, in the order of the text. All are made at once, which
  /// needs no branch that depends on a digit.
  private static func hexDigits(_ value: UInt32) -> UInt64 {
    var word = UInt64(value)
    word = (word | word << 16) & 0x0000_FFFF_0000_FFFF
    word = (word | word << 8) & 0x00FF_00FF_00FF_00FF
    word = (word | word << 4) & 0x0F0F_0F0F_0F0F_0F0F
    // 1 in each byte that needs a letter.
    let letters = (word + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    let toLetter = UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10)
    return (word + 0x3030_3030_3030_3030 + letters * toLetter).bigEndian
  }
}
