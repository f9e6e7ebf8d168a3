/// Writes and reads JSON strings with their escapes.
///
/// It is public because the compiler inlines and specialises only public code across targets.
public enum JSONString {
  /// The text of a valid JSON string, given without its quotes.
  ///
  /// `nil` if it has an unpaired surrogate: RFC 8259 allows one, but it is not valid Unicode text.
  package static func decode(_ contents: UnsafeRawBufferPointer) -> String? {
    guard contents.contains(UInt8(ascii: "\\")) else {
      return String(decoding: contents, as: UTF8.self)
    }
    var text: [UInt8] = []
    text.reserveCapacity(contents.count)
    return append(decoding: contents, to: &text) ? String(decoding: text, as: UTF8.self) : nil
  }

  /// The text of a valid JSON string, given without its quotes, with U+FFFD for each unpaired
  /// surrogate.
  package static func text(_ contents: UnsafeRawBufferPointer) -> String {
    var text: [UInt8] = []
    append(reading: contents, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Like ``text(_:)``, but appends to a buffer.
  package static func append(
    reading contents: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) {
    _ = append(contents, to: &text, replacesHalfPairs: true)
  }

  /// Like ``decode(_:)``, but appends to a buffer. Returns `false` and leaves the buffer unchanged
  /// if the string has an unpaired surrogate.
  package static func append(
    decoding contents: UnsafeRawBufferPointer, to text: inout [UInt8]
  ) -> Bool {
    append(contents, to: &text, replacesHalfPairs: false)
  }

  private static func append(
    _ contents: UnsafeRawBufferPointer, to text: inout [UInt8], replacesHalfPairs: Bool
  ) -> Bool {
    let length = text.count
    var at = 0
    while at < contents.count {
      let rest = UnsafeRawBufferPointer(rebasing: contents[at...])
      let plain = rest.firstIndex(of: UInt8(ascii: "\\")) ?? rest.count
      text.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<plain]))
      at += plain
      guard at < contents.count else { break }
      at += 2
      switch contents[at - 1] {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(contents, &at) ?? (replacesHalfPairs ? "\u{FFFD}" : nil) else {
          text.removeLast(text.count - length)
          return false
        }
        text.append(contentsOf: UTF8.encode(scalar)!)
      case let other: text.append(other)
      }
    }
    return true
  }

  /// Reads the four hex digits at `at` and, after a high surrogate, the escape that follows. Moves
  /// `at` past them. `nil` for an unpaired surrogate.
  private static func scalar(
    _ contents: UnsafeRawBufferPointer, _ at: inout Int
  ) -> UnicodeScalar? {
    let first = hex(contents, at)
    at += 4
    guard (0xD800...0xDBFF).contains(first) else { return UnicodeScalar(first) }
    guard at + 6 <= contents.count, contents[at] == UInt8(ascii: "\\"),
      contents[at + 1] == UInt8(ascii: "u")
    else { return nil }
    let second = hex(contents, at + 2)
    guard (0xDC00...0xDFFF).contains(second) else { return nil }
    at += 6
    return UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  /// The value of the four hex digits at `start`.
  private static func hex(_ contents: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    contents[start..<(start + 4)].reduce(0) { value, digit in
      value << 4 | UInt32(digit < 0x3A ? digit & 0x0F : digit & 0x0F + 9)
    }
  }

  /// Appends `text` as a JSON string with its quotes. Escapes only quotes, backslashes, control
  /// characters and DEL.
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

  /// Appends a JSON string without its quotes whose text is these bytes. Invalid UTF-8 is copied
  /// unchanged.
  package static func append(escaping text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    // The bytes from here to `at` need no escape and are still to be copied.
    var copyStart = 0
    var at = 0
    while at < text.count {
      let byte = text[at]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        at += 1
        continue
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[copyStart..<at]))
      appendEscape(byte, to: &bytes)
      at += 1
      copyStart = at
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[copyStart...]))
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
