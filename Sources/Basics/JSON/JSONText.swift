/// A JSON string as its code points, for comparing strings as JSON Schema does.
///
/// Unlike `String`, it does not treat composed and decomposed letters as equal, and it can hold an
/// unpaired surrogate.
package struct JSONText: Sendable, Hashable {
  /// Unicode code points; unpaired surrogates are values in U+D800...U+DFFF.
  package let points: [UInt32]

  /// `contents` must be the bytes of a valid JSON string between its quotes.
  package init(_ contents: UnsafeRawBufferPointer) {
    var points: [UInt32] = []
    var at = 0
    while at < contents.count {
      let plain = contents[at...].prefix { $0 != UInt8(ascii: "\\") }
      points += String(decoding: plain, as: UTF8.self).unicodeScalars.map(\.value)
      at = plain.endIndex
      guard at < contents.count else { break }
      points.append(Self.escaped(contents, &at))
    }
    self.points = points
  }

  package init(_ text: String) {
    points = text.unicodeScalars.map(\.value)
  }

  /// The code point of the escape that begins at `at`. Moves `at` past the escape.
  private static func escaped(_ contents: UnsafeRawBufferPointer, _ at: inout Int) -> UInt32 {
    at += 2
    switch contents[at - 1] {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"):
      let first = hex(contents, at)
      at += 4
      guard (0xD800...0xDBFF).contains(first), at + 6 <= contents.count,
        contents[at] == UInt8(ascii: "\\"), contents[at + 1] == UInt8(ascii: "u")
      else { return first }
      let second = hex(contents, at + 2)
      guard (0xDC00...0xDFFF).contains(second) else { return first }
      at += 6
      return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    case let other: return UInt32(other)
    }
  }

  /// The value of the four hex digits at `start`.
  private static func hex(_ contents: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    contents[start..<(start + 4)].reduce(0) { value, digit in
      value << 4 | UInt32(digit < 0x3A ? digit & 0x0F : digit & 0x0F + 9)
    }
  }
}

extension JSONText: CustomStringConvertible {
  /// The text with U+FFFD for each unpaired surrogate.
  package var description: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: points.map { UnicodeScalar($0) ?? "\u{FFFD}" })
    return String(text)
  }

  /// The text, or its first `count` code points and `...` if it is longer.
  package func clipped(to count: Int) -> String {
    points.count <= count
      ? description : "\(Self(prefix: points.prefix(count)))..."
  }

  /// The text as a step of a JSON pointer (RFC 6901); a long one is cut off.
  package var pointerStep: String {
    clipped(to: 40).replacing("~", with: "~0").replacing("/", with: "~1")
  }

  private init(prefix: ArraySlice<UInt32>) {
    points = Array(prefix)
  }
}
