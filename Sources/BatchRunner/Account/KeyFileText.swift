import Basics

/// The text of a key file, such as `.env`, a Markdown file like `SKILL.md`, or a file with only a
/// key.
struct KeyFileText: Sendable {
  private let lines: [Substring]

  init(_ text: String) {
    let body =
      text.hasPrefix("\u{FEFF}") ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    lines = Substring(body).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The value that the text assigns to the first of these names that has a value, with its line,
  /// counted from 1. A placeholder is returned only if the name has no other value.
  ///
  /// Throws `.ambiguous` if one name has two different values; `path` is for this error.
  func assignment(
    of names: [String], path: String
  ) throws(KeyError) -> (candidate: KeyCandidate, line: Int)? {
    for name in names {
      let found = lines.enumerated().compactMap { index, line in
        Self.value(of: name, in: line).flatMap {
          $0.isEmpty ? nil : (candidate: KeyCandidate($0), line: index + 1)
        }
      }
      let keys = found.filter { !$0.candidate.isPlaceholder }
      // A new key is often added below the old one. Either one could be the wrong one to use.
      if let first = keys.first, let other = keys.first(where: { $0.candidate != first.candidate })
      {
        throw .ambiguous(path: path, first: first.line, second: other.line)
      }
      if let best = keys.first ?? found.first { return best }
    }
    return nil
  }

  /// The text's only line, without quotes around it. `nil`: there are several lines that are not
  /// blank, or the line is a comment or an assignment.
  var onlyLine: (candidate: KeyCandidate, line: Int)? {
    let filled = lines.enumerated().filter { !$0.element.allSatisfy(\.isWhitespace) }
    guard filled.count == 1, let (index, line) = filled.first, !line.contains("="),
      !line.hasPrefix("#")
    else { return nil }
    return (KeyCandidate(Self.unwrapped(line)), index + 1)
  }

  /// The value that a line assigns to this name. `nil`: it assigns none, or something other than
  /// Markdown marks or `export` comes before the name.
  private static func value(of name: String, in line: Substring) -> Substring? {
    var rest = withoutMarks(line)
    if rest.hasPrefix("export ") { rest = rest.dropFirst("export ".count).drop(while: isMark) }
    guard rest.hasPrefix(name) else { return nil }
    rest = rest.dropFirst(name.count).drop { isMark($0) }
    guard rest.first == "=" else { return nil }
    return unwrapped(rest.dropFirst())
  }

  /// The line without leading marks and without the number of a list item.
  private static func withoutMarks(_ line: Substring) -> Substring {
    let rest = line.drop(while: isMark)
    let afterNumber = rest.drop(while: \.isNumber)
    guard afterNumber.startIndex > rest.startIndex, let mark = afterNumber.first,
      mark == "." || mark == ")"
    else { return rest }
    return afterNumber.dropFirst().drop(while: isMark)
  }

  /// White space and the marks of lists, quotations, bold text, code and shell prompts. `#` is not
  /// among them, because it begins a comment.
  private static func isMark(_ character: Character) -> Bool {
    character.isWhitespace || "`*_->+$".contains(character)
  }

  /// The text without surrounding quotes, backticks, bold marks and white space, and without a
  /// comment after it.
  private static func unwrapped(_ text: Substring) -> Substring {
    var value = text.drop(while: isWrapping)
    if let comment = value.firstRange(of: " #") { value = value[..<comment.lowerBound] }
    while let last = value.last, isWrapping(last) { value.removeLast() }
    return value
  }

  private static func isWrapping(_ character: Character) -> Bool {
    character.isWhitespace || "`*\"'".contains(character)
  }
}
