extension String {
  /// Without the spaces and tabs around it, of any script; line breaks stay.
  package var trimmingSpaces: String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      // U+200B was a space once, and is one to Foundation.
      scalar == "\t" || scalar == "\u{200B}" || scalar.properties.generalCategory == .spaceSeparator
    }
    let rest = unicodeScalars.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(rest[...last])
  }
}
