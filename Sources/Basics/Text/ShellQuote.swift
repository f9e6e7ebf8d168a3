/// Quotes words so that a command line can be pasted into a shell.
package enum ShellQuote {
  /// The words, each quoted if necessary, with spaces between.
  package static func command(_ words: [String]) -> String {
    words.map { word($0) }.joined(separator: " ")
  }

  /// The word unchanged if that is safe, else in single quotes.
  ///
  /// A word with control characters is written as `$'…'`, which bash, zsh and ksh understand, so
  /// that the terminal shows the characters and does not execute them.
  package static func word(_ word: String) -> String {
    if word.unicodeScalars.contains(where: { Printable.affectsTerminal($0) }) {
      return ansiQuoted(word)
    }
    // `=` is safe in an option such as `--rpm=5`; in `A=b` it would be an assignment.
    if !word.isEmpty, word.utf8.allSatisfy({ isPlain($0) || $0 == 0x3D && word.hasPrefix("-") }) {
      return word
    }
    let escaped = word.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }
    return "'\(escaped.joined())'"
  }

  /// Whether no shell gives the ASCII character a special meaning.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_@%+:,./-".utf8.contains(byte)
    }
  }

  /// The word in `$'…'`, with octal escapes for all bytes that are not printable ASCII.
  private static func ansiQuoted(_ word: String) -> String {
    var quoted = "$'"
    for byte in word.utf8 {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"):
        quoted += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: quoted += String(UnicodeScalar(byte))
      default:
        let octal = String(byte, radix: 8)
        quoted += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      }
    }
    return quoted + "'"
  }
}
