import Basics

/// Reads text of a known shape.
struct Cursor {
  private let bytes: UnsafeRawBufferPointer
  var at = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard at + count <= bytes.count, let base = bytes.baseAddress,
      memcmp(base + at, text.utf8Start, count) == 0
    else { return false }
    at += count
    return true
  }

  /// Goes to the next such byte, and not behind it.
  mutating func skip(to byte: UInt8) -> Bool {
    guard at < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + at, Int32(byte), bytes.count - at)
    else {
      at = max(at, bytes.count)
      return false
    }
    at = UnsafeRawPointer(found) - base
    return true
  }

  /// A JSON string, with its quotes.
  mutating func string() -> Range<Int>? {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let base = bytes.baseAddress,
      let end = try? JSONScanner(base: base, count: bytes.count).endOfString(at)
    else { return nil }
    defer { at = end }
    return at..<end
  }

  /// A whole number without a sign, of at most 18 digits.
  mutating func number() -> Int? {
    let start = at
    var value = 0
    while at < bytes.count, (0x30...0x39).contains(bytes[at]), at - start < 18 {
      value = value * 10 + Int(bytes[at] & 0x0F)
      at += 1
    }
    return at > start ? value : nil
  }

  /// An amount in dollars, as `Money` spells it: at most 9 decimals.
  mutating func dollars() -> Money? {
    guard let whole = number(), whole <= Money.most.nanodollars / 1_000_000_000 else { return nil }
    var nanodollars = whole * 1_000_000_000
    guard skip(".") else { return Money(nanodollars: nanodollars) }
    var place = 100_000_000
    while place > 0, at < bytes.count, (0x30...0x39).contains(bytes[at]) {
      nanodollars += Int(bytes[at] & 0x0F) * place
      place /= 10
      at += 1
    }
    return Money(nanodollars: nanodollars)
  }

  /// 16 lower-case hex digits.
  mutating func hex() -> UInt64? {
    guard at + 16 <= bytes.count else { return nil }
    var value: UInt64 = 0
    var isHex = true
    // Without a branch for each digit: whether it is a letter cannot be predicted.
    for index in at..<(at + 16) {
      let digit = bytes[index] &- UInt8(ascii: "0")
      let letter = bytes[index] &- UInt8(ascii: "a")
      isHex = isHex && (digit < 10 || letter < 6)
      value = value << 4 | UInt64((digit < 10 ? digit : letter &+ 10) & 0xF)
    }
    guard isHex else { return nil }
    at += 16
    return value
  }
}
