/// A command line that a person may paste into a shell, and that means the same words there.
package enum ShellQuote {
  package static func command(_ words: [String]) -> String {
    words.map { word($0) }.joined(separator: " ")
  }

  /// Plain where that is safe, in single quotes otherwise; in `$'…'` (bash, zsh, ksh) where a
  /// terminal would act on it.
  package static func word(_ word: String) -> String {
    if word.unicodeScalars.contains(where: { Printable.acts($0) }) { return ansi(word) }
    if !word.isEmpty, word.utf8.allSatisfy({ isPlain($0) || $0 == 0x3D && word.hasPrefix("-") }) {
      return word
    }
    let inside = word.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }
    return "'\(inside.joined())'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_@%+:,./-".utf8.contains(byte)
    }
  }

  private static func ansi(_ word: String) -> String {
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
