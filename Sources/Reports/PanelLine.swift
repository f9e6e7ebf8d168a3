import Basics

/// One line of a panel: the same content in several lengths, of which the longest that fits is
/// shown.
struct PanelLine {
  /// What the colour of a text expresses.
  enum Tone {
    case plain, good, bad, warning, quiet
  }

  /// Text in one colour.
  struct Span {
    var text: String
    var tone: Tone = .plain
  }

  /// The importance of the line. If the terminal has too few rows, the lowest ranks are left out.
  let rank: Int
  /// Longest first.
  let candidates: [[Span]]

  init(rank: Int, candidates: [[Span]]) {
    self.rank = rank
    self.candidates = candidates
  }

  /// A line of as many `parts` as fit, beginning with the first, and separated by three spaces. At
  /// least one part is needed.
  init(rank: Int, parts: [Span]) {
    self.rank = rank
    candidates = parts.indices.reversed().map { last in
      var spans = [parts[0]]
      for part in parts[...last].dropFirst() { spans += [Span(text: "   "), part] }
      return spans
    }
  }

  /// The longest candidate that fits `width` columns. If none fits, the shortest one is cut and
  /// ends with `ellipsis`.
  func spans(width: Int, ellipsis: String) -> [Span] {
    for spans in candidates where Self.width(spans) <= width { return spans }
    guard let shortest = candidates.last else { return [] }
    var room = width
    var spans: [Span] = []
    for span in shortest where room > 0 {
      let text = DisplayWidth.fit(span.text, to: room, ellipsis: ellipsis)
      room -= text == span.text ? DisplayWidth.of(text) : room
      spans.append(Span(text: text, tone: span.tone))
    }
    return spans
  }

  private static func width(_ spans: [Span]) -> Int {
    spans.reduce(0) { $0 + DisplayWidth.of($1.text) }
  }
}
