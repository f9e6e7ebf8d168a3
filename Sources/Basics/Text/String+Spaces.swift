extension String {
  /// The text without leading and trailing tabs and Unicode spaces. Line breaks stay. The same as
  /// Foundation's `trimmingCharacters(in: .whitespaces)`, which FoundationEssentials lacks.
  package var trimmingSpaces: String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      // Unicode no longer counts U+200B as a space, but Foundation does.
      scalar == "\t" || scalar == "\u{200B}" || scalar.properties.generalCategory == .spaceSeparator
    }
    let rest = unicodeScalars.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(rest[...last])
  }
}
