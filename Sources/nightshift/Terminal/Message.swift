import Basics

/// Something told to a person on standard error, whatever the text holds; a key in it is not shown.
enum Message {
  /// `nil` for style: a file, plain text.
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
