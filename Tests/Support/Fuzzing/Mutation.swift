/// Changes a text in a few places, so that it is nearly right.
struct Mutation {
  /// What JSON and its mistakes are made of.
  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\u0000", "0", "-", "1e9", "-0",
      "00", ".5", "1.", "E+", "1e", "true", "fals", "null", "\n", "\r", "\t", "\u{0}", "\u{7F}",
      "\u{FEFF}", "\u{10FFFF}", " ", "{\"a\":", "[[[[[[[[", "]]]]]]]]", "\"\":",
      "999999999999999999",
      "\"custom_id\":", "\"body\":", "\"stream\":true,", "NaN", "//", "'",
    ].map { Array($0.utf8) }
    + [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
    ]

  static func apply(to bytes: inout [UInt8], using dice: inout some RandomNumberGenerator) {
    for _ in 0..<Int.random(in: 1...3, using: &dice) { once(&bytes, &dice) }
  }

  private static func once(_ bytes: inout [UInt8], _ dice: inout some RandomNumberGenerator) {
    let at = Int.random(in: 0...bytes.count, using: &dice)
    switch Int.random(in: 0..<7, using: &dice) {
    case 0 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &dice)
    case 1 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 2 where at < bytes.count: bytes.remove(at: at)
    case 3: bytes.removeLast(bytes.count - at)
    case 4:
      let end = min(bytes.count, at + Int.random(in: 0..<16, using: &dice))
      bytes.insert(contentsOf: bytes[at..<end], at: at)
    default: bytes.insert(contentsOf: pieces.randomElement(using: &dice)!, at: at)
    }
  }
}
