/// Text wrapped into lines.
struct Paragraph {
  let lines: [String]

  /// `indent` is the number of spaces before each line; it is part of `width`. A word that is wider
  /// than a line gets a line of its own. Assumes that each character takes one column.
  init(_ text: String, indent: Int = 0, width: Int = 80) {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(margin + line) }
    self.lines = lines
  }
}
