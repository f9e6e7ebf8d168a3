/// How the characters of a dataset are stored as bytes.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"

  /// The name as people write it.
  var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16: "UTF-16"
    case .latin1: "Latin-1"
    case .windows1252: "Windows-1252"
    }
  }

  /// The characters of the bytes 0x80 to 0x9F in Windows-1252; 0 for the five that have none
  /// (unicode.org, CP1252.TXT, version 2.01).
  private static let windows: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// Whether this byte, of 0x80 or above, is a character of its own.
  func hasCharacter(_ byte: UInt8) -> Bool {
    switch self {
    case .utf8, .utf16: false
    case .latin1: byte >= 0xA0
    case .windows1252: byte >= 0xA0 || Self.windows[Int(byte & 0x1F)] != 0
    }
  }

  /// For each byte of an encoding of one byte a character: the character in UTF-8. Empty: the
  /// encoding has no character for the byte.
  ///
  /// Latin-1 has control characters from 0x80 to 0x9F. No text uses them, so that a file with such
  /// bytes is not in Latin-1.
  var table: [[UInt8]] {
    (0..<256).map { byte in
      guard byte < 0x80 || hasCharacter(UInt8(byte)) else { return [] }
      let value = (0x80..<0xA0).contains(byte) ? Self.windows[byte - 0x80] : UInt16(byte)
      return UnicodeScalar(value).flatMap { UTF8.encode($0) }.map { Array($0) } ?? []
    }
  }
}
