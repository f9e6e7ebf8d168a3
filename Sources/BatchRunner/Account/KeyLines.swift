/// Reads the lines of a `.env` or `SKILL.md` for an assignment to a variable.
enum KeyLines {
  /// The texts assigned to a variable, with their line numbers from 1; empty ones are left out.
  static func assignments(to name: String, in text: String) -> [(line: Int, text: String)] {
    lines(of: text).enumerated().compactMap { index, line in
      value(assignedTo: name, in: line).map { (index + 1, $0) }
    }
  }

  static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  private static func value(assignedTo name: String, in line: Substring) -> String? {
    var rest = withoutMarks(line)
    for word in ["export ", "set "] where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count).drop { $0 == " " }
    }
    guard rest.hasPrefix(name) else { return nil }
    rest = rest.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }
    guard rest.first == "=" else { return nil }
    let text = withoutTrail(rest.dropFirst())
    return text.isEmpty ? nil : text
  }

  /// Drops what Markdown puts before a line: list markers, quote marks, table bars, back-ticks. A
  /// `#` stays, since it makes the line a comment.
  private static func withoutMarks(_ line: Substring) -> Substring {
    let marks: Set<Character> = ["-", "*", "+", ">", "|", "`", " ", "\t", "\u{FEFF}", "$"]
    let rest = line.drop { marks.contains($0) }
    let afterNumber = rest.drop { $0.isNumber }
    guard afterNumber.count < rest.count, let mark = afterNumber.first, mark == "." || mark == ")"
    else { return rest }
    return afterNumber.dropFirst().drop { marks.contains($0) }
  }

  /// Cuts a value at its closing quote, or at a comment, and drops Markdown's closing marks.
  private static func withoutTrail(_ raw: Substring) -> String {
    let text = raw.trimmed { $0.isWhitespace }
    if let quote = text.first, "\"'`".contains(quote),
      let end = text.dropFirst().firstIndex(of: quote)
    {
      return KeyText.cleaned(text[text.index(after: text.startIndex)..<end])
    }
    var end = text.endIndex
    for (index, character) in zip(text.indices, text) {
      let opensComment =
        character == "#"
        && (index == text.startIndex
          || text[text.index(before: index)].isWhitespace)
      guard character == "`" || opensComment else { continue }
      end = index
      break
    }
    return KeyText.cleaned(text[..<end].trimmed { $0.isWhitespace || $0 == "*" || $0 == "|" })
  }
}
