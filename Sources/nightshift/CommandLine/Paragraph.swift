/// Words broken into lines that fit a width.
struct Paragraph {
  let lines: [String]

  /// `indent` is in columns and counts. A word that is longer than a line has one to itself.
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
