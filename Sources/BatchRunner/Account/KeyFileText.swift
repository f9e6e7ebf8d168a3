import Basics

/// The text of a file that may hold a key, in any of the shapes that people keep one in.
struct KeyFileText: Sendable {
  private let lines: [Substring]

  init(_ text: String) {
    let body =
      text.hasPrefix("\u{FEFF}") ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    lines = Substring(body).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The value of the first of these names that has one: the only one that is no placeholder, or
  /// else its first. Lines count from 1; `path` is for the error.
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
      // A rotated key is often put below the old one: whichever was taken might be the wrong one.
      if let first = keys.first, let other = keys.first(where: { $0.candidate != first.candidate })
      {
        throw .ambiguous(path: path, first: first.line, second: other.line)
      }
      if let best = keys.first ?? found.first { return best }
    }
    return nil
  }

  /// The only line that is neither blank nor a comment, where there is just one.
  var onlyLine: (candidate: KeyCandidate, line: Int)? {
    let filled = lines.enumerated().filter { !$0.element.allSatisfy(\.isWhitespace) }
    guard filled.count == 1, let (index, line) = filled.first, !line.contains("="),
      !line.hasPrefix("#")
    else { return nil }
    return (KeyCandidate(Self.unwrapped(line)), index + 1)
  }

  /// `nil` unless only marks of Markdown or `export` stand before the name.
  private static func value(of name: String, in line: Substring) -> Substring? {
    var rest = withoutMarks(line)
    if rest.hasPrefix("export ") { rest = rest.dropFirst("export ".count).drop(while: isMark) }
    guard rest.hasPrefix(name) else { return nil }
    rest = rest.dropFirst(name.count).drop { isMark($0) }
    guard rest.first == "=" else { return nil }
    return unwrapped(rest.dropFirst())
  }

  /// Without marks and the number of a list's item.
  private static func withoutMarks(_ line: Substring) -> Substring {
    let rest = line.drop(while: isMark)
    let behindNumber = rest.drop(while: \.isNumber)
    guard behindNumber.startIndex > rest.startIndex, let mark = behindNumber.first,
      mark == "." || mark == ")"
    else { return rest }
    return behindNumber.dropFirst().drop(while: isMark)
  }

  /// List markers, quotes of text, bold, code, a shell's prompt; `#` is none, it makes a comment.
  private static func isMark(_ character: Character) -> Bool {
    character.isWhitespace || "`*_->+$".contains(character)
  }

  /// Without the quotes, backticks, bold marks and white space around it, and without a comment
  /// behind it.
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
