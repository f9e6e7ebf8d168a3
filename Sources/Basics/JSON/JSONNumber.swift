/// A number by its value, exactly as it was written: 1, 1.0 and 1e0 are one number, and integers of
/// any length stay apart.
package struct JSONNumber: Sendable, Hashable {
  private let isNegative: Bool
  /// 0...9, without zeros at either end; empty for 0.
  private let digits: [UInt8]
  /// The power of ten of the last digit.
  private let exponent: Int

  /// Beyond it exponents are all one.
  private static let largestExponent = 1_000_000_000_000_000

  /// `spelling`: a valid JSON number.
  init(_ spelling: some Sequence<UInt8>) {
    var digits: [UInt8] = []
    var exponent = 0
    var isNegative = false
    var written = 0
    var isExponentNegative = false
    var part = 0
    for byte in spelling {
      switch byte {
      case UInt8(ascii: "-"):
        if part < 2 { isNegative = true } else { isExponentNegative = true }
      case UInt8(ascii: "."): part = 1
      case UInt8(ascii: "e"), UInt8(ascii: "E"): part = 2
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if part == 2 {
          written = min(written * 10 + Int(digit), Self.largestExponent)
        } else {
          digits.append(digit)
          if part == 1 { exponent -= 1 }
        }
      default: break
      }
    }
    exponent += isExponentNegative ? -written : written
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    self.digits = Array(digits.drop { $0 == 0 })
    self.exponent = digits.isEmpty ? 0 : exponent
    self.isNegative = isNegative && !digits.isEmpty
  }

  package var isWhole: Bool { exponent >= 0 }

  /// `nil`: it is negative, has a fraction, or is beyond a thousand million.
  package var count: Int? {
    guard isWhole, !isNegative, digits.count + exponent <= 9 else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1) }
    return (0..<exponent).reduce(value) { value, _ in value * 10 }
  }
}

extension JSONNumber: Comparable {
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// Whatever the signs.
  private func isSmaller(than other: JSONNumber) -> Bool {
    guard !digits.isEmpty, !other.digits.isEmpty else { return digits.count < other.digits.count }
    let place = digits.count + exponent
    let otherPlace = other.digits.count + other.exponent
    guard place == otherPlace else { return place < otherPlace }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
