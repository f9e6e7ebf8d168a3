/// The words of the simulated model: a ring of them, so that any stretch is one copy.
enum Wording {
  /// The most words of a text.
  static let longest = 40

  static let words: [String] = """
    The short answer is that it depends on what you need from the result: when the data are small \
    a plain table will do, and for larger sets it helps to sort first, then read each part once. \
    Start with the simplest case, check every step against an example, and write down why you \
    chose it. Most of the time nothing more is needed, but keep the original close at hand.
    """.split(separator: " ").map(String.init)

  /// The ring, gone round far enough for a text that begins at its last word.
  private static let bytes = Array((words + words.prefix(longest)).joined(separator: " ").utf8)

  /// Where each word of ``bytes`` begins, and where one behind the last would.
  private static let offsets = (words + words.prefix(longest)).reduce(into: [0]) {
    $0.append($0.last! + $1.utf8.count + 1)
  }

  /// Without a space at either end.
  static func text(from start: Int, words count: Int) -> ArraySlice<UInt8> {
    guard count > 0 else { return [] }
    return bytes[offsets[start]..<(offsets[start + count] - 1)]
  }
}
