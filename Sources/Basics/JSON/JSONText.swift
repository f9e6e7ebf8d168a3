/// A JSON string by its code points: what looks alike but is written with others is another text,
/// and half of a surrogate pair is a code point of its own.
package struct JSONText: Sendable, Hashable {
  package let points: [UInt32]

  /// `inside`: a valid JSON string without its quotes.
  init(_ inside: UnsafeRawBufferPointer) {
    var points: [UInt32] = []
    var at = 0
    while at < inside.count {
      let plain = inside[at...].prefix { $0 != UInt8(ascii: "\\") }
      points += String(decoding: plain, as: UTF8.self).unicodeScalars.map(\.value)
      at = plain.endIndex
      guard at < inside.count else { break }
      points.append(Self.escaped(inside, &at))
    }
    self.points = points
  }

  package init(_ text: String) {
    points = text.unicodeScalars.map(\.value)
  }

  /// The code point whose escape begins at `at`.
  private static func escaped(_ inside: UnsafeRawBufferPointer, _ at: inout Int) -> UInt32 {
    at += 2
    switch inside[at - 1] {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"):
      let first = hex(inside, at)
      at += 4
      guard (0xD800...0xDBFF).contains(first), at + 6 <= inside.count,
        inside[at] == UInt8(ascii: "\\"), inside[at + 1] == UInt8(ascii: "u")
      else { return first }
      let second = hex(inside, at + 2)
      guard (0xDC00...0xDFFF).contains(second) else { return first }
      at += 6
      return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    case let other: return UInt32(other)
    }
  }

  private static func hex(_ inside: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    inside[start..<(start + 4)].reduce(0) { value, digit in
      value << 4 | UInt32(digit < 0x3A ? digit & 0x0F : digit & 0x0F + 9)
    }
  }
}

extension JSONText: CustomStringConvertible {
  package var description: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: points.map { UnicodeScalar($0) ?? "\u{FFFD}" })
    return String(text)
  }

  /// At most so many code points, and dots for the rest.
  package func clipped(to count: Int) -> String {
    points.count <= count
      ? description : "\(Self(prefix: points.prefix(count)))..."
  }

  private init(prefix: ArraySlice<UInt32>) {
    points = Array(prefix)
  }
}
