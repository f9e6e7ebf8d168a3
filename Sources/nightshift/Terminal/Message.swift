import Basics

/// A message for standard error: `error: …`, `warning: …` or `note: …`, with ` help: …` below it.
///
/// Control characters in the text are escaped, and an API key is replaced by `sk-(not shown)`. A
/// style of `nil` gives plain text, as for a file. Each line ends with a line break.
enum Message {
  static func error(_ error: any UserFacing, style: TerminalStyle?) -> String {
    line("error", .red, error.problem, style)
      + (error.remedy.map { line(" help", .cyan, $0, style) } ?? "")
  }

  static func warning(_ text: String, help: String? = nil, style: TerminalStyle?) -> String {
    line("warning", .yellow, text, style) + (help.map { line(" help", .cyan, $0, style) } ?? "")
  }

  static func note(_ text: String, help: String? = nil, style: TerminalStyle?) -> String {
    line("note", .cyan, text, style) + (help.map { line(" help", .cyan, $0, style) } ?? "")
  }

  /// ANSI colour codes.
  private enum Colour: Int {
    case red = 31
    case yellow = 33
    case cyan = 36
  }

  private static func line(
    _ label: String, _ colour: Colour, _ text: String, _ style: TerminalStyle?
  ) -> String {
    let asciiOnly = style.map { $0.isTerminal && !$0.isUnicode } ?? false
    let head = "\(label):"
    let shown =
      style?.hasColour == true ? "\u{1B}[1;\(colour.rawValue)m\(head)\u{1B}[0m" : head
    return "\(shown) \(Printable(text.withoutKeys, asciiOnly: asciiOnly))\n"
  }
}
