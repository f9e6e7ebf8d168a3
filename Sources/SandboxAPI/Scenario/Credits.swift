import Basics

/// An amount of credits as a whole number of millionths, so that sums are exact.
struct Credits: Comparable, Sendable {
  var millionths: Int64

  init(millionths: Int64) {
    self.millionths = millionths
  }

  /// Rounds to a millionth. Traps unless `amount` is finite and less than 10^12.
  init(_ amount: Double) {
    precondition(amount.isFinite && abs(amount) < 1e12, "\(amount) credits")
    millionths = Int64((amount * 1e6).rounded())
  }

  var amount: Double { Double(millionths) / 1e6 }

  static func < (left: Credits, right: Credits) -> Bool {
    left.millionths < right.millionths
  }

  static func - (left: Credits, right: Credits) -> Credits {
    Credits(millionths: left.millionths - right.millionths)
  }

  /// Appends a JSON number without zeros at its end.
  func append(to bytes: inout [UInt8]) {
    if millionths < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, rest) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    bytes.append(decimal: Int(whole))
    guard rest > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var (digits, unit) = (rest, UInt64(100_000))
    while digits > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(digits / unit))
      digits %= unit
      unit /= 10
    }
  }
}
