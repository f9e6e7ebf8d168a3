import Basics

/// One line of a panel: the same news in several lengths.
struct PanelLine {
  enum Tone {
    case plain, good, bad, warning, quiet
  }

  /// Text in one tone; already printable.
  struct Span {
    var text: String
    var tone: Tone = .plain
  }

  /// Lines of a low rank go first where the terminal is not high enough.
  let rank: Int
  /// Longest first.
  let candidates: [[Span]]

  init(rank: Int, candidates: [[Span]]) {
    self.rank = rank
    self.candidates = candidates
  }

  /// As many of the parts as fit, from the first on, with a gap between them.
  init(rank: Int, parts: [Span]) {
    self.rank = rank
    candidates = parts.indices.reversed().map { last in
      var spans = [parts[0]]
      for part in parts[...last].dropFirst() { spans += [Span(text: "   "), part] }
      return spans
    }
  }

  /// The longest candidate that fits; the shortest is cut where none does.
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
