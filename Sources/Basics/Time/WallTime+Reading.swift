extension WallTime {
  /// Reads a time such as `2026-11-22T23:15:11.204Z`, exactly as ``rfc3339`` writes it; `nil` for
  /// everything else. The second may be 60, a leap second.
  package init?(rfc3339 bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 24 else { return nil }
    var digits = 0
    // The digits of each part as one number: 20261122, 231511, 204.
    var parts = (date: 0, time: 0, milliseconds: 0)
    for (index, byte) in bytes.enumerated() {
      if let mark = Self.mark(at: index) {
        guard byte == mark else { return nil }
        continue
      }
      guard (0x30...0x39).contains(byte) else { return nil }
      let digit = Int(byte & 0x0F)
      if digits < 8 {
        parts.date = parts.date * 10 + digit
      } else if digits < 14 {
        parts.time = parts.time * 10 + digit
      } else {
        parts.milliseconds = parts.milliseconds * 10 + digit
      }
      digits += 1
    }
    let (hour, minute, second) = (parts.time / 10_000, parts.time / 100 % 100, parts.time % 100)
    let (month, day) = (parts.date / 100 % 100, parts.date % 100)
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    let days = CivilDate(year: parts.date / 10_000, month: month, day: day).daysSince1970
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    self.init(milliseconds: seconds * 1000 + parts.milliseconds)
  }

  /// See ``init(rfc3339:)``.
  package init?(rfc3339 bytes: [UInt8]) {
    guard let time = bytes.withUnsafeBytes({ WallTime(rfc3339: $0) }) else { return nil }
    self = time
  }

  /// The punctuation that must be at this index; `nil` if it must be a digit.
  private static func mark(at index: Int) -> UInt8? {
    switch index {
    case 4, 7: UInt8(ascii: "-")
    case 10: UInt8(ascii: "T")
    case 13, 16: UInt8(ascii: ":")
    case 19: UInt8(ascii: ".")
    case 23: UInt8(ascii: "Z")
    default: nil
    }
  }
}
