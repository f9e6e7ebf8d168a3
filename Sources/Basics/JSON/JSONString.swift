/// JSON's spelling of strings, both ways.
///
/// Public, as the compiler inlines and specialises nothing else across targets.
public enum JSONString {
  /// Resolves the escapes of a valid string's inside; `nil` where it holds half of a surrogate
  /// pair, which RFC 8259 lets pass but which is no text.
  package static func decode(_ inside: UnsafeRawBufferPointer) -> String? {
    guard inside.contains(UInt8(ascii: "\\")) else {
      return String(decoding: inside, as: UTF8.self)
    }
    var text: [UInt8] = []
    text.reserveCapacity(inside.count)
    return append(decoding: inside, to: &text) ? String(decoding: text, as: UTF8.self) : nil
  }

  /// As ``decode(_:)``, into a buffer, which is as before where the answer is `false`.
  package static func append(
    decoding inside: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) -> Bool {
    let length = text.count
    var at = 0
    while at < inside.count {
      let rest = UnsafeRawBufferPointer(rebasing: inside[at...])
      let plain = rest.firstIndex(of: UInt8(ascii: "\\")) ?? rest.count
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<plain]))
      at += plain
      guard at < inside.count else { break }
      at += 2
      switch inside[at - 1] {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(inside, &at) else {
          text.removeLast(text.count - length)
          return false
        }
        text.append(contentsOf: UTF8.encode(scalar)!)
      case let other: text.append(other)
      }
    }
    return true
  }

  /// Reads the four digits at `at`, and the other half of a pair behind them.
  private static func scalar(_ inside: UnsafeRawBufferPointer, _ at: inout Int) -> UnicodeScalar? {
    let first = hex(inside, at)
    at += 4
    guard (0xD800...0xDBFF).contains(first) else { return UnicodeScalar(first) }
    guard at + 6 <= inside.count, inside[at] == UInt8(ascii: "\\"),
      inside[at + 1] == UInt8(ascii: "u")
    else { return nil }
    let second = hex(inside, at + 2)
    guard (0xDC00...0xDFFF).contains(second) else { return nil }
    at += 6
    return UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private static func hex(_ inside: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    inside[start..<(start + 4)].reduce(0) { value, digit in
      value << 4 | UInt32(digit < 0x3A ? digit & 0x0F : digit & 0x0F + 9)
    }
  }

  /// Appends `text` as a JSON string, quotes included: what must be escaped, and nothing else.
  @inlinable
  public static func append(_ text: some StringProtocol, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(contentsOf: [hexDigit(byte >> 4), hexDigit(byte & 0x0F)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends the inside of a JSON string that reads as these bytes, which should be UTF-8.
  package static func append(escaping text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    var kept = 0
    var at = 0
    while at < text.count {
      let byte = text[at]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[kept..<at]))
      appendEscape(byte, to: &bytes)
      at += 1
      kept = at
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[kept...]))
  }

  private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0..<0x20:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 0x0F))
    default: bytes.append(byte)
    }
  }

  @inlinable
  static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
