/// A JSON number with its exact decimal value, not rounded to `Double`.
///
/// 1, 1.0 and 1e0 are equal. Integers of any length that differ in one digit are not.
package struct JSONNumber: Sendable, Hashable {
  private let isNegative: Bool
  /// The significant digits, each 0...9, without leading and trailing zeros; empty for 0.
  private let digits: [UInt8]
  /// The power of ten of the last digit. The value is `digits` as an integer times 10^exponent.
  private let exponent: Int

  /// Larger written exponents count as this one, so that arithmetic on exponents cannot overflow.
  private static let largestExponent = 1_000_000_000_000_000

  /// `spelling` must be the bytes of a valid JSON number.
  init(_ spelling: some Sequence<UInt8>) {
    var digits: [UInt8] = []
    var exponent = 0
    var isNegative = false
    var writtenExponent = 0
    var isExponentNegative = false
    // 0: the integer part, 1: the fraction, 2: the exponent.
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
          writtenExponent = min(writtenExponent * 10 + Int(digit), Self.largestExponent)
        } else {
          digits.append(digit)
          if part == 1 { exponent -= 1 }
        }
      default: break
      }
    }
    exponent += isExponentNegative ? -writtenExponent : writtenExponent
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    self.digits = Array(digits.drop { $0 == 0 })
    self.exponent = digits.isEmpty ? 0 : exponent
    self.isNegative = isNegative && !digits.isEmpty
  }

  /// Whether the value is an integer, such as 5, 5.0 or 5e3.
  package var isWhole: Bool { exponent >= 0 }

  /// Whether the value is an integer that is not negative.
  package var isCount: Bool { isWhole && !isNegative }

  /// The value as a count; `nil` if it is none, or has more than 9 digits.
  package var count: Int? {
    guard isCount, digits.count + exponent <= 9 else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1) }
    return (0..<exponent).reduce(value) { value, _ in value * 10 }
  }
}

extension JSONNumber {
  /// The most digits that a divisor may have, see ``isMultiple(of:)``.
  package static let mostDivisorDigits = 36

  /// Whether ``isMultiple(of:)`` accepts the number: it is above 0 and not too long.
  package var isDivisor: Bool {
    !isNegative && !digits.isEmpty && digits.count <= Self.mostDivisorDigits
  }

  /// Whether this is a whole multiple of `divisor`, exactly.
  ///
  /// Both are digits times a power of ten. With the smaller power here, the quotient is not whole,
  /// because the digits do not end in 0. Otherwise the digits, times ten for each further power,
  /// must be divisible. A divisor of 36 digits is below 2^120, so it has fewer than 128 factors of
  /// 2 or 5, and more than 128 further powers change nothing.
  package func isMultiple(of divisor: JSONNumber) -> Bool {
    precondition(divisor.isDivisor, "a divisor must be above 0 and have few digits")
    guard !digits.isEmpty else { return true }
    guard exponent >= divisor.exponent else { return false }
    let modulus = divisor.digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
    var rest: UInt128 = 0
    for digit in digits { rest = (rest * 10 + UInt128(digit)) % modulus }
    for _ in 0..<min(exponent - divisor.exponent, 128) { rest = rest * 10 % modulus }
    return rest == 0
  }
}

extension JSONNumber: Comparable {
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// Compares the absolute values.
  private func isSmaller(than other: JSONNumber) -> Bool {
    guard !digits.isEmpty, !other.digits.isEmpty else { return digits.count < other.digits.count }
    // The power of ten just above the first digit: the larger one wins, whatever the digits are.
    let magnitude = digits.count + exponent
    let otherMagnitude = other.digits.count + other.exponent
    guard magnitude == otherMagnitude else { return magnitude < otherMagnitude }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
