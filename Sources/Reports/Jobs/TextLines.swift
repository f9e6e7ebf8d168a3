import Basics

/// Texts from outside as lines for a terminal.
enum TextLines {
  /// The lines of a text, indented, with control characters escaped. Line breaks stay, and a tab
  /// becomes four spaces.
  static func of(_ text: String, indent: Int) -> [String] {
    let space = String(repeating: " ", count: indent)
    return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map { line in
        let shown = Printable(line.replacing("\t", with: "    ")).description
        return shown.isEmpty ? "" : space + shown
      }
  }
}
