import Foundation

/// The text of a file that may hold a key, in any of the shapes that people keep one in.
struct KeyFileText: Sendable {
  private let lines: [Substring]

  init(_ text: String) {
    let body =
      text.hasPrefix("\u{FEFF}") ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    lines = Substring(body).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The value of the first of these names that has one: its first that is no placeholder, or else
  /// its first. Lines count from 1.
  func assignment(of names: [String]) -> (candidate: KeyCandidate, line: Int)? {
    for name in names {
      let found = lines.enumerated().compactMap { index, line in
        Self.value(of: name, in: line).flatMap {
          $0.isEmpty ? nil : (candidate: KeyCandidate($0), line: index + 1)
        }
      }
      if let best = found.first(where: { !$0.candidate.isPlaceholder }) ?? found.first {
        return best
      }
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
    var rest = line.drop(while: isMark)
    if rest.hasPrefix("export "), !line.hasPrefix("#") {
      rest = rest.dropFirst("export ".count).drop(while: isMark)
    }
    guard rest.hasPrefix(name) else { return nil }
    rest = rest.dropFirst(name.count).drop { isMark($0) }
    guard rest.first == "=" else { return nil }
    return unwrapped(rest.dropFirst())
  }

  /// List markers, quotes of text, bold, code; `#` is none, it makes a comment.
  private static func isMark(_ character: Character) -> Bool {
    character.isWhitespace || "`*_->+".contains(character)
  }

  /// Without the quotes, backticks, bold marks and white space around it, and without a comment
  /// behind it.
  private static func unwrapped(_ text: Substring) -> Substring {
    var value = text.drop(while: isWrapping)
    if let comment = value.range(of: " #") { value = value[..<comment.lowerBound] }
    while let last = value.last, isWrapping(last) { value.removeLast() }
    return value
  }

  private static func isWrapping(_ character: Character) -> Bool {
    character.isWhitespace || "`*\"'".contains(character)
  }
}
