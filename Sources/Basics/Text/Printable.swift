/// Untrusted text that can no longer act on a terminal: everything that moves a cursor, breaks a
/// line, reorders or hides text is spelt as a visible escape.
///
/// Everything else stays, a backslash too, so the escapes are for eyes and not for decoding.
package struct Printable: Sendable, Equatable, CustomStringConvertible {
  /// One line.
  package let description: String

  /// `asciiOnly`: for terminals that do not read UTF-8; in those, half a letter may be a control.
  package init(_ untrusted: some StringProtocol, asciiOnly: Bool = false) {
    var text = String.UnicodeScalarView()
    for scalar in untrusted.unicodeScalars {
      if Self.acts(scalar) || asciiOnly && !scalar.isASCII {
        text.append(contentsOf: Self.escape(scalar).unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    description = String(text)
  }

  /// Controls (C0, DEL, C1), line and paragraph separators, and formats: the bidirectional
  /// overrides and marks, tags, what has no width. The joiners stay, since emoji and whole scripts
  /// need them.
  package static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar.value != 0x200C && scalar.value != 0x200D
    default: false
    }
  }

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
