import Basics

/// Where a JSON text has white space between its tokens.
enum JSONLayout {
  case compact
  /// A space after each comma and colon, as Python writes it.
  case spaced
  /// A line for each value, four spaces for each level.
  case indented

  /// Writes valid JSON in this layout. Strings stay as they are.
  func write(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    var isInString = false
    var isEscaped = false
    var level = 0
    for byte in text {
      if isInString {
        bytes.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      if JSONScanner.isSpace(byte) { continue }
      if byte == UInt8(ascii: "\"") { isInString = true }
      writeToken(byte, &level, to: &bytes)
    }
  }

  private func writeToken(_ byte: UInt8, _ level: inout Int, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      bytes.append(byte)
      level += 1
      breakLine(level, in: &bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      level -= 1
      breakLine(level, in: &bytes)
      bytes.append(byte)
    case UInt8(ascii: ","):
      bytes.append(byte)
      if case .spaced = self { bytes.append(UInt8(ascii: " ")) }
      breakLine(level, in: &bytes)
    case UInt8(ascii: ":"):
      bytes.append(byte)
      if case .compact = self { return }
      bytes.append(UInt8(ascii: " "))
    default: bytes.append(byte)
    }
  }

  /// Deep levels are indented no further, so that a hostile text stays small.
  private func breakLine(_ level: Int, in bytes: inout [UInt8]) {
    guard case .indented = self else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * min(max(0, level), 16)))
  }
}
