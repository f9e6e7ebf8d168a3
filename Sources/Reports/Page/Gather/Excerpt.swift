/// Cuts text from outside, so that the page stays small.
enum Excerpt {
  /// The default length, in Unicode scalars.
  static let longest = 300

  /// The text, cut after `longest` scalars with an ellipsis.

  static func of(_ text: String, longest: Int = longest) -> String {
    guard
      let end = text.unicodeScalars.index(
        text.unicodeScalars.startIndex, offsetBy: longest,
        limitedBy: text.unicodeScalars.endIndex), end != text.unicodeScalars.endIndex
    else { return text }
    return String(text.unicodeScalars[..<end]) + "…"
  }
}
