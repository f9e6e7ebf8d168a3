import Testing

@testable import BatchRunner

@Suite struct CursorTests {
  @Test(
    arguments: [
      ("0123456789abcdef", 0x0123_4567_89AB_CDEF), ("ffffffffffffffff9", UInt64.max),
      // Too short, and the characters beside the digits and the letters.
      ("0123456789abcde", nil), ("0123456789ABCDEF", nil), ("/123456789abcdef", nil),
      ("0123456789:bcdef", nil), ("0123456`89abcdef", nil), ("0123456789abcdeg", nil),
      ("0123456789abcde\u{E9}", nil),
    ] as [(String, UInt64?)])
  func `only 16 lower-case hex digits are a hash`(text: String, value: UInt64?) {
    Array(text.utf8).withUnsafeBytes { bytes in
      var cursor = Cursor(bytes)
      #expect(cursor.hex() == value)
      #expect(cursor.at == (value == nil ? 0 : 16))
    }
  }

  @Test(arguments: [("ab-c", 2), ("-", 0), ("abc", nil), ("", nil)] as [(String, Int?)])
  func `a byte is found, or the end is reached`(text: String, place: Int?) {
    Array(text.utf8).withUnsafeBytes { bytes in
      var cursor = Cursor(bytes)
      #expect(cursor.skip(to: UInt8(ascii: "-")) == (place != nil))
      #expect(cursor.at == place ?? bytes.count)
    }
  }
}
