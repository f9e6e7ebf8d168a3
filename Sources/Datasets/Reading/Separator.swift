import Basics

/// The byte between two cells, and its names.
package enum Separator {
  /// The separators that are recognised without an option.
  static let known: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]

  /// The separator that the user typed; `nil` if it cannot be one: it must be one ASCII character
  /// other than a letter, a digit, a quote, a backslash or a line break. A tab may be typed as `\t`.
  package static func read(_ typed: String) -> UInt8? {
    if typed == "\\t" || typed == "tab" { return 0x09 }
    guard typed.utf8.count == 1, let byte = typed.utf8.first, byte < 0x80 else { return nil }
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x0A, 0x0D:
      return nil
    default: return byte
    }
  }

  /// `a tab`, or the character in quotes.
  static func words(_ byte: UInt8) -> String { byte == 0x09 ? "a tab" : "'\(typed(byte))'" }

  /// The separator as the value of `--delimiter`.
  package static func typed(_ byte: UInt8) -> String {
    byte == 0x09 ? "\\t" : String(UnicodeScalar(byte))
  }

  /// The option that names the separator, as it is typed in a shell.
  static func option(_ byte: UInt8) -> String { "--delimiter \(ShellQuote.word(typed(byte)))" }
}
