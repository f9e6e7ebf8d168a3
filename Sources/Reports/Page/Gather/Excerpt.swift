/// Text from outside, short enough for a page.
enum Excerpt {
  /// In Unicode scalars.
  static let longest = 300

  static func of(_ text: String, longest: Int = longest) -> String {
    guard
      let end = text.unicodeScalars.index(
        text.unicodeScalars.startIndex, offsetBy: longest,
        limitedBy: text.unicodeScalars.endIndex), end != text.unicodeScalars.endIndex
    else { return text }
    return String(text.unicodeScalars[..<end]) + "…"
  }
}
