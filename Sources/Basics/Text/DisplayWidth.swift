/// The number of columns that text takes on a terminal.
///
/// Terminals differ. If in doubt, the larger width is used: a line that is cut too early is only
/// ugly, but a line that wraps breaks the progress panel.
package enum DisplayWidth {
  /// The width of a text without control characters.
  package static func of(_ text: some StringProtocol) -> Int {
    var width = 0
    var lastWidth = 0
    for scalar in text.unicodeScalars {
      // U+FE0F shows the character before it as an emoji, which is two columns wide.
      let scalarWidth = scalar.value == 0xFE0F ? (lastWidth == 1 ? 1 : 0) : columns(scalar)
      width += scalarWidth
      lastWidth = scalarWidth
    }
    return width
  }

  /// The text if it fits in `limit` columns, else its beginning and `ellipsis`. Never splits a
  /// character.
  package static func fit(_ text: String, to limit: Int, ellipsis: String = "…") -> String {
    guard of(text) > limit else { return text }
    let available = limit - of(ellipsis)
    guard available > 0 else { return String(ellipsis.prefix(max(0, limit))) }
    var width = 0
    var fitting = ""
    for character in text {
      width += of(String(character))
      guard width <= available else { break }
      fitting.append(character)
    }
    return fitting + ellipsis
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  /// Whether the code point is in a block of wide or full-width East Asian characters (Unicode
  /// Standard Annex 11).
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
      0x4DC0...0x4DFF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F000...0x1FAFF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
