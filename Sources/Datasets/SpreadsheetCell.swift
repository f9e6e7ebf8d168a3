/// Detects texts that a spreadsheet would read as formulas (OWASP, "CSV Injection").
///
/// Such a text gets an apostrophe in front. So does one that already begins with an apostrophe:
/// whoever removes the first apostrophe of every cell that begins with one gets all texts back.
enum SpreadsheetCell {
  /// Whether the text gets an apostrophe in front.
  static func needsGuard(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    if first == UInt8(ascii: "'") { return true }
    // Most texts; saves the search for spaces and full-width forms.
    if (0x21...0x7E).contains(first), !"=+-@".utf8.contains(first) { return false }
    return isFormula(text)
  }

  /// Whether a spreadsheet would read the text as a formula.
  ///
  /// After any spaces it begins with `=`, `+`, `-`, `@`, one of their full-width forms, the minus
  /// sign U+2212, a tab or a line break. A number such as `-3.5` is not a formula.
  static func isFormula(_ text: some Collection<UInt8>) -> Bool {
    var rest = Array(text.prefix(256))[...]
    while let length = spaceLength(rest) { rest = rest.dropFirst(length) }
    guard let first = rest.first else { return false }
    switch first {
    case 0x09, 0x0A, 0x0D, UInt8(ascii: "="), UInt8(ascii: "@"): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isNumber(text)
    default: break
    }
    return fullWidth.contains { rest.starts(with: $0) }
  }

  /// Full-width forms, and U+2212.
  private static let fullWidth = ["＝", "＋", "－", "＠", "−"].map { Array($0.utf8) }
  /// Spaces and invisible characters that some programs skip at the beginning of a cell.
  private static let spaces = [
    " ", "\u{A0}", "\u{3000}", "\u{2003}", "\u{2009}", "\u{200B}", "\u{FEFF}", "\u{202F}", "\u{0}",
    "\u{B}", "\u{C}",
  ].map { Array($0.utf8) }

  /// The length in bytes of the space at the beginning; `nil` if there is none.
  private static func spaceLength(_ text: ArraySlice<UInt8>) -> Int? {
    spaces.first { text.starts(with: $0) }?.count
  }

  /// Whether the text is only a number: a sign, digits, and perhaps a fraction and an exponent.
  private static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    var rest = Array(text.prefix(64))[...]
    guard rest.count == text.count else { return false }
    // Both functions move past what they read.
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func sign() {
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
    }
    sign()
    var count = digits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      count += digits()
    }
    guard count > 0 else { return false }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      sign()
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
