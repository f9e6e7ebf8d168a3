/// A gzip file of 65 KB that decompresses to 64 MiB of zeros.
enum GzipBomb {
  /// One zero byte, followed by 260,112 repetitions of 258 bytes each.
  ///
  /// The block defines its own Huffman codes (RFC 1951, 3.2.7). In them, a repetition takes two
  /// bits: 0 for the length 258 and 0 for the distance 1. So one byte 0 is four repetitions.
  static let zeros: [UInt8] =
    gzipHead + codesAndFirstZero + [UInt8](repeating: 0, count: 260_112 / 4)
    + endOfBlock + checksumAndSize

  private static let gzipHead: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3]
  /// The header of the only block, its codes, and the first zero. The codes are 0 for a length of
  /// 258, 10 for the byte 0 and 11 for the end of the block.
  private static let codesAndFirstZero: [UInt8] = [
    0xED, 0xC0, 0x81, 0, 0, 0, 0, 0x80, 0xA0, 0xFD, 0xA9, 0x17, 0xA9,
  ]
  private static let endOfBlock: [UInt8] = [6]
  /// The CRC-32 0xB74B9EB2 and the size 67,108,897, least significant byte first.
  private static let checksumAndSize: [UInt8] = [0xB2, 0x9E, 0x4B, 0xB7, 0x21, 0, 0, 4]
}
