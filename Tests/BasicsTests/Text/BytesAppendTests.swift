import Basics
import Testing

@Suite struct BytesAppendTests {
  @Test(arguments: [0, 7, 10, 1_234_567_890, -1, -10, Int.max, Int.min])
  func `a whole number is written in decimal digits`(value: Int) {
    var bytes = Array("n=".utf8)
    bytes.append(decimal: value)
    #expect(String(decoding: bytes, as: UTF8.self) == "n=\(value)")
  }

  @Test(arguments: [
    (0, "0000000000000000"), (UInt64.max, "ffffffffffffffff"),
    (0x0123_4567_89AB_CDEF, "0123456789abcdef"), (0xFEDC_BA98_7654_3210, "fedcba9876543210"),
    (0x9A00_0000_0000_00A9, "9a000000000000a9"),
  ])
  func `a hash is written in 16 lower-case hex digits`(value: UInt64, text: String) {
    var bytes = Array("h=".utf8)
    bytes.append(hex: value)
    #expect(String(decoding: bytes, as: UTF8.self) == "h=\(text)")
  }
}
