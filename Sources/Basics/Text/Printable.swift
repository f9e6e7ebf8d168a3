/// Untrusted text made safe to print on a terminal.
///
/// Characters that move the cursor, break a line, or reorder or hide text become visible escapes.
/// Everything else stays, backslashes too, so the result cannot be decoded reliably.
package struct Printable: Sendable, Equatable, CustomStringConvertible {
  /// The safe text, always one line.
  package let description: String

  /// With `asciiOnly`, all other characters are escaped too: a terminal that does not expect UTF-8
  /// may read a byte of a letter as a control character.
  package init(_ untrusted: some StringProtocol, asciiOnly: Bool = false) {
    var text = String.UnicodeScalarView()
    for scalar in untrusted.unicodeScalars {
      if Self.affectsTerminal(scalar) || asciiOnly && !scalar.isASCII {
        text.append(contentsOf: Self.escape(scalar).unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    description = String(text)
  }

  /// Whether the character can change how a terminal shows other text.
  ///
  /// These are control characters (C0, DEL, C1), line and paragraph separators, and format
  /// characters: bidirectional overrides and marks, tags, zero-width characters. The two joiners
  /// (U+200C, U+200D) are allowed because emoji and some scripts need them.
  package static func affectsTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar.value != 0x200C && scalar.value != 0x200D
    default: false
    }
  }

  /// `\n`, `\r`, `\t`, `\x1b` or `\u{202e}`.
  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let hex = String(scalar.value, radix: 16)
      let width = scalar.value < 0x80 ? 2 : 4
      let zeros = String(repeating: "0", count: max(0, width - hex.count))
      return scalar.value < 0x80 ? "\\x\(zeros)\(hex)" : "\\u{\(zeros)\(hex)}"
    }
  }
}
