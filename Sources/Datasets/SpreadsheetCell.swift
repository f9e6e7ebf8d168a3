/// Whether a spreadsheet would take a text for a formula (OWASP, "CSV Injection").
enum SpreadsheetCell {
  /// Behind white space it begins with `=`, `+`, `-`, `@`, their full-width forms, or a tab or CR
  /// stands there; a number such as `-3.5` is none.
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

  private static let fullWidth = ["＝", "＋", "－", "＠", "−"].map { Array($0.utf8) }
  /// Spaces that some programs pass over, and marks that nobody sees.
  private static let spaces = [
    " ", "\u{A0}", "\u{3000}", "\u{2003}", "\u{2009}", "\u{200B}", "\u{FEFF}", "\u{202F}", "\u{0}",
    "\u{B}", "\u{C}",
  ].map { Array($0.utf8) }

  private static func spaceLength(_ text: ArraySlice<UInt8>) -> Int? {
    spaces.first { text.starts(with: $0) }?.count
  }

  /// A sign, digits, perhaps a fraction and an exponent, and nothing else.
  private static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    var rest = Array(text.prefix(64))[...]
    guard rest.count == text.count else { return false }
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
