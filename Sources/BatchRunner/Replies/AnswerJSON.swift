package import Basics

/// Finds the one JSON value in what a model wrote.
///
/// It is the whole text, or the text after the model's thoughts, or the inside of a Markdown fence,
/// which may have other text around it. There must be only one fence with a value: nobody could
/// tell which of several is the answer.
package struct AnswerJSON {
  /// Why there is no value.
  package enum Absence: Error, Equatable {
    case empty
    case notJSON(JSONError)
    /// Several fences have a value.
    case several

    package var clause: String {
      switch self {
      case .empty: "the answer is empty"
      case .notJSON(let error): "the answer is not JSON: \(error.clause)"
      case .several: "the answer has JSON in more than one code block"
      }
    }
  }

  /// The value that was found, without the text around it.
  package private(set) var outline = JSONOutline()
  /// Where the value is in the text.
  package private(set) var range = 0..<0

  /// Each fence may have to be read up to the end of the text.
  private static let mostFences = 64

  package init() {}

  /// `depth`: how deep ``outline`` is to be, see ``JSONOutline/read(_:depth:)``.
  package mutating func find(
    in text: UnsafeRawBufferPointer, depth: Int
  ) throws(Absence) {
    let whole = Self.trimmed(text, 0..<text.count)
    if whole.isEmpty { throw .empty }
    guard let first = read(text, whole, depth) else { return }
    if try readFences(text, whole, depth, isOnly: true) { return }
    var absence = Absence.notJSON(first)
    let ends = Self.endsOfThoughts(in: text, whole)
    for start in Set([ends.last, ends.first]).compactMap({ $0 }).sorted(by: >) {
      let rest = Self.trimmed(text, start..<whole.upperBound)
      absence = rest.isEmpty ? .empty : absence
      guard !rest.isEmpty else { continue }
      guard let problem = read(text, rest, depth) else { return }
      absence = .notJSON(problem)
      if try readFences(text, rest, depth, isOnly: false) { return }
    }
    if ends.isEmpty, try readFences(text, whole, depth, isOnly: false) { return }
    throw absence
  }

  /// Reads a part of the text that is one value and white space; `nil`: it is.
  private mutating func read(
    _ text: UnsafeRawBufferPointer, _ part: Range<Int>, _ depth: Int
  ) -> JSONError? {
    do throws(JSONError) {
      try outline.read(UnsafeRawBufferPointer(rebasing: text[part]), depth: depth)
      range = part
      return nil
    } catch {
      return error
    }
  }
}

// MARK: - Fences

extension AnswerJSON {
  /// The marks that begin or end a block of code.
  private struct Fence {
    let range: Range<Int>
    let mark: UInt8
  }

  /// Looks for the value inside fences; `false`: there is none in this part of the text.
  ///
  /// `isOnly`: only one fence around the whole part counts.
  private mutating func readFences(
    _ text: UnsafeRawBufferPointer, _ part: Range<Int>, _ depth: Int, isOnly: Bool
  ) throws(Absence) -> Bool {
    var found: Range<Int>?
    var absence: Absence?
    var at = part.lowerBound
    for _ in 0..<Self.mostFences {
      guard let fence = Self.fence(in: text, at..<part.upperBound),
        !isOnly || fence.range.lowerBound == part.lowerBound
      else { break }
      switch value(text, after: fence, upTo: part.upperBound) {
      case .success(let value):
        if found != nil { throw .several }
        (found, at) = (value.range, value.end)
      case .failure(let reason):
        // An empty one in the middle of prose does not make the answer empty.
        let isFirst = fence.range.lowerBound == part.lowerBound
        if reason != .empty || isFirst { absence = absence ?? reason }
        at = fence.range.upperBound
      }
      if isOnly { break }
    }
    if let found, !isOnly || at == part.upperBound { return read(text, found, depth) == nil }
    if let absence, !isOnly { throw absence }
    return false
  }

  /// The value inside a fence, and where its closing fence ends. A fence that is not closed is
  /// accepted, because a stop word may have cut it off.
  private mutating func value(
    _ text: UnsafeRawBufferPointer, after fence: Fence, upTo end: Int
  ) -> Result<(range: Range<Int>, end: Int), Absence> {
    let start = Self.trimmed(text, fence.range.upperBound..<end).lowerBound
    let word = text[start..<end].firstIndex { Self.endsWord($0) } ?? end
    let line = text[start..<end].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? end
    var absence = Absence.empty
    // Without a language word, after a line with several words, and after one word.
    for place in [start, line, word] {
      let inside = Self.trimmed(text, place..<end)
      absence = .empty
      if inside.isEmpty { continue }
      guard let problem = read(text, inside, 0) else { return .success((inside, end)) }
      let next = inside.lowerBound + problem.offset
      let close = Self.fence(in: text, next..<inside.upperBound)
      let isClosed = close?.range.lowerBound == next && close?.mark == fence.mark
      if isClosed, let close, problem.reason == .textAfterValue {
        let range = Self.trimmed(text, inside.lowerBound..<next)
        return .success((range, close.range.upperBound))
      }
      absence = isClosed && problem.offset == 0 ? .empty : .notJSON(problem)
    }
    return .failure(absence)
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    JSONScanner.isSpace(byte) || Array("{[\"`~".utf8).contains(byte)
  }

  /// The next run of at least three ` or ~.
  private static func fence(
    in text: UnsafeRawBufferPointer, _ part: Range<Int>
  ) -> Fence? {
    var at = part.lowerBound
    while at + 3 <= part.upperBound {
      let mark = text[at]
      guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
        at += 1
        continue
      }
      let end = text[at..<part.upperBound].firstIndex { $0 != mark } ?? part.upperBound
      if end - at >= 3 { return Fence(range: at..<end, mark: mark) }
      at = end
    }
    return nil
  }
}

// MARK: - Thoughts and white space

extension AnswerJSON {
  /// What models write at the end of their thoughts.
  private static let thoughtEnds: [[UInt8]] = [
    "</think>", "</thinking>", "</thought>", "</reasoning>", "[/THINK]", "◁/think▷",
  ].map { Array($0.utf8) }

  /// The part of the text after the model's thoughts.
  package static func afterThoughts(_ text: UnsafeRawBufferPointer) -> Range<Int> {
    (endsOfThoughts(in: text, 0..<text.count).last ?? 0)..<text.count
  }

  /// The offsets after each mark that ends thoughts.
  private static func endsOfThoughts(
    in text: UnsafeRawBufferPointer, _ part: Range<Int>
  ) -> [Int] {
    var ends: [Int] = []
    for at in part where thoughtEnds.contains(where: { $0[0] == text[at] }) {
      let rest = text[at..<part.upperBound]
      if let mark = thoughtEnds.first(where: { rest.starts(with: $0) }) {
        ends.append(at + mark.count)
      }
    }
    return ends
  }

  /// White space in UTF-8 that JSON does not know: the byte-order mark, no-break and wide spaces,
  /// and characters without width.
  private static let spaces: [[UInt8]] = [
    "\u{FEFF}", "\u{A0}", "\u{3000}", "\u{200B}", "\u{2028}", "\u{2029}", "\u{0B}", "\u{0C}",
  ].map { Array($0.utf8) }

  /// The part without the white space around it.
  package static func trimmed(
    _ text: UnsafeRawBufferPointer, _ part: Range<Int>
  ) -> Range<Int> {
    var (start, end) = (part.lowerBound, part.upperBound)
    trimming: while start < end {
      if JSONScanner.isSpace(text[start]) {
        start += 1
      } else if let space = spaces.first(where: { text[start..<end].starts(with: $0) }) {
        start += space.count
      } else {
        break trimming
      }
    }
    trimming: while start < end {
      if JSONScanner.isSpace(text[end - 1]) {
        end -= 1
      } else if let space = spaces.first(where: {
        text[start..<end].suffix($0.count).elementsEqual($0)
      }) {
        end -= space.count
      } else {
        break trimming
      }
    }
    return start..<end
  }
}
