/// A gzip of 65 KB that becomes 64 MiB.
enum GzipBomb {
  /// A zero, and 260 112 times 258 zeros more: the byte before, over again.
  ///
  /// The block begins with its own codes. With theirs a repetition is the bits 0 (length 258) and
  /// 0 (distance 1), so four of them are one byte 0 of the file.
  static let zeros: [UInt8] =
    gzipHead + codesAndFirstZero + [UInt8](repeating: 0, count: 260_112 / 4)
    + endOfBlock + checksumAndSize

  private static let gzipHead: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3]
  /// The last block, with codes of its own: 0 for 258 times, 10 for a byte 0, 11 for the end.
  private static let codesAndFirstZero: [UInt8] = [
    0xED, 0xC0, 0x81, 0, 0, 0, 0, 0x80, 0xA0, 0xFD, 0xA9, 0x17, 0xA9,
  ]
  private static let endOfBlock: [UInt8] = [6]
  /// CRC-32 0xB74B9EB2 and 67 108 897 bytes, least significant byte first.
  private static let checksumAndSize: [UInt8] = [0xB2, 0x9E, 0x4B, 0xB7, 0x21, 0, 0, 4]
}
