import Basics

/// Finds the cells of one row of a CSV file in a buffer, and what is wrong with its quotes.
///
/// The buffer is changed by nothing but ``unescape(_:in:)``, so that a row can be looked for again
/// once more of the file is in the buffer.
struct CSVRowScan {
  /// A cell as a range of the buffer.
  struct Cell {
    var start: Int
    var end: Int
    var isQuoted = false
    /// Whether the range still has escapes: doubled quotes, or backslashes.
    var hasEscapes = false
  }

  /// What was found.
  enum Result {
    /// The row is complete, and the next one begins at this buffer index.
    case row(next: Int)
    /// The buffer ends before the row does.
    case needsMore
    /// The file ends in a quoted cell that begins at this buffer index.
    case unclosedQuote(start: Int)
  }

  /// The cells of the row, without their outer quotes.
  private(set) var cells: [Cell] = []
  /// The number of line breaks within the cells.
  private(set) var breaks = 0
  /// The number of cells that are not quoted but hold a quote.
  private(set) var plainWithQuote = 0
  /// In TSV without ``CSVEscape/tsv``: the number of cells that are not quoted but hold what would be
  /// an escape there.
  private(set) var plainWithEscape = 0
  /// The first problem with the quotes, and the number of line breaks before it.
  private(set) var fault: (reason: DatasetProblem.Reason, breaks: Int)?
  /// Whether the row ends with a carriage return alone.
  private(set) var endsWithReturn = false

  private let separator: UInt8
  private let escape: CSVEscape?
  /// For each byte whether it can end a run of plain text in a cell.
  private let isSpecial: [Bool]
  /// The buffer, and how much of it holds file contents.
  private var text = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Whether the buffer holds the end of the file.
  private var isAtEnd = false

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  init(separator: UInt8, escape: CSVEscape?) {
    self.separator = separator
    self.escape = escape
    isSpecial = (0..<256).map { byte in
      let byte = UInt8(byte)
      return byte == separator || byte == 0x0A || byte == 0x0D || byte == Self.quote
        || (escape != nil || separator == 0x09) && byte == Self.backslash
    }
  }

  /// Finds the row that begins at `start`. `buffer`: the part that holds file contents; `isAtEnd`:
  /// the file ends with it.
  mutating func find(
    in buffer: UnsafeRawBufferPointer, from start: Int, isAtEnd: Bool
  ) -> Result {
    guard let text = buffer.baseAddress else { return .needsMore }
    (self.text, self.isAtEnd) = (buffer, isAtEnd)
    let filled = buffer.count
    cells.removeAll(keepingCapacity: true)
    breaks = 0
    plainWithQuote = 0
    plainWithEscape = 0
    fault = nil
    endsWithReturn = false
    var at = start
    while true {
      var cell = Cell(start: at, end: at)
      if at < filled, byte(text, at) == Self.quote, escape != .tsv {
        let opening = breaks
        guard let end = endOfQuoted(text, at, &cell) else {
          breaks = opening
          return isAtEnd ? .unclosedQuote(start: at) : .needsMore
        }
        (cell.start, cell.end, cell.isQuoted) = (at + 1, end - 1, true)
        at = endOfPlain(text, end, nil)
        if at > end { noteText(after: end - 1, text) }
      } else {
        at = endOfPlain(text, at, &cell)
        cell.end = at
      }
      cells.append(cell)
      guard at < filled else { return isAtEnd ? .row(next: at) : .needsMore }
      let end = byte(text, at)
      at += 1
      if end == separator { continue }
      if end == 0x0D {
        // The LF of a CRLF may not be in the buffer yet.
        guard at < filled || isAtEnd else { return .needsMore }
        if at < filled, byte(text, at) == 0x0A { at += 1 } else { endsWithReturn = true }
      }
      return .row(next: at)
    }
  }

  /// Records the problem that text follows the quote at this buffer index.
  private mutating func noteText(after quote: Int, _ text: UnsafeRawPointer) {
    guard fault == nil else { return }
    let isDoubled = escape != nil && byte(text, quote + 1) == Self.quote
    let isEscaped = escape == nil && byte(text, quote - 1) == Self.backslash
    fault = (isDoubled ? .doubledQuote : .textAfterQuote(backslash: isEscaped), breaks)
  }

  @inline(__always)
  private func byte(_ text: UnsafeRawPointer, _ at: Int) -> UInt8 {
    text.load(fromByteOffset: at, as: UInt8.self)
  }

  /// The index of the next separator or line break. `cell` is the plain cell that the text belongs
  /// to; `nil`: the text follows a quoted cell.
  @inline(__always)
  private mutating func endOfPlain(
    _ text: UnsafeRawPointer, _ start: Int, _ cell: UnsafeMutablePointer<Cell>?
  ) -> Int {
    var at = start
    var hasQuote = false
    var hasEscape = false
    let end = self.text.count
    let escape = escape
    isSpecial.withUnsafeBufferPointer { isSpecial in
      while at < end {
        let byte = text.load(fromByteOffset: at, as: UInt8.self)
        if isSpecial[Int(byte)] {
          if byte == Self.quote {
            hasQuote = true
          } else if byte == Self.backslash {
            let next = endOfEscape(text, at)
            if escape == nil {
              if next > at + 1 { hasEscape = true }
            } else {
              cell?.pointee.hasEscapes = true
            }
            at = next
            continue
          } else {
            break
          }
        }
        at += 1
      }
    }
    if hasQuote, cell != nil, escape != .tsv { plainWithQuote += 1 }
    if hasEscape, cell != nil { plainWithEscape += 1 }
    return min(at, end)
  }

  /// The index after the escape whose backslash is at `start`; it may be beyond the buffer. Counts
  /// a line break that is escaped.
  private mutating func endOfEscape(_ text: UnsafeRawPointer, _ start: Int) -> Int {
    guard start + 1 < self.text.count else { return start + 1 }
    guard escape == .backslash else {
      return Self.letter(byte(text, start + 1)) == nil ? start + 1 : start + 2
    }
    switch byte(text, start + 1) {
    case 0x0A: breaks += 1
    case 0x0D:
      breaks += 1
      if start + 2 < self.text.count, byte(text, start + 2) == 0x0A { return start + 3 }
    default: break
    }
    return start + 2
  }

  /// What a backslash before this byte stands for with ``CSVEscape/tsv``; `nil`: it is no escape.
  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case backslash: backslash
    default: nil
    }
  }

  /// The index after the quote that closes the one at `start`; `nil` if it is not in the buffer, or
  /// if more of the file is needed to know.
  private mutating func endOfQuoted(
    _ text: UnsafeRawPointer, _ start: Int, _ cell: inout Cell
  ) -> Int? {
    if escape != nil { return endOfQuotedWithBackslashes(text, start, &cell) }
    var at = start + 1
    while let found = memchr(text + at, Int32(Self.quote), self.text.count - at) {
      let quote = UnsafeRawPointer(found) - text
      // If the next byte is a quote too, the two are one quote of the text.
      guard quote + 1 < self.text.count || isAtEnd else { return nil }
      if quote + 1 == self.text.count || byte(text, quote + 1) != Self.quote {
        breaks += lineBreaks(start..<quote)
        return quote + 1
      }
      cell.hasEscapes = true
      at = quote + 2
    }
    return nil
  }

  /// ``endOfQuoted(_:_:_:)`` where a backslash makes a quote part of the text.
  private mutating func endOfQuotedWithBackslashes(
    _ text: UnsafeRawPointer, _ start: Int, _ cell: inout Cell
  ) -> Int? {
    var at = start + 1
    while at < self.text.count {
      switch byte(text, at) {
      case Self.backslash:
        cell.hasEscapes = true
        at += 2
      case Self.quote:
        guard at + 1 < self.text.count || isAtEnd else { return nil }
        breaks += lineBreaks(start..<at)
        return at + 1
      default: at += 1
      }
    }
    return nil
  }

  /// The number of line breaks in a range of the buffer, which must not begin within a CRLF.
  func lineBreaks(_ range: Range<Int>) -> Int {
    guard let base = text.baseAddress else { return 0 }
    var count = 0
    for at in range {
      let byte = byte(base, at)
      // A CRLF counts once, for its LF.
      if byte == 0x0A || byte == 0x0D && self.byte(base, at + 1) != 0x0A { count += 1 }
    }
    return count
  }

  /// Whether a quote follows a backslash in the range, which no option explains yet.
  func hasBackslashQuote(_ range: Range<Int>) -> Bool {
    guard escape == nil else { return false }
    return zip(text[range], text[range].dropFirst()).contains {
      $0 == Self.backslash && $1 == Self.quote
    }
  }

  /// Replaces the escapes of a cell by what they stand for, in place. `buffer` is the one in which
  /// the row was found.
  mutating func unescape(_ index: Int, in buffer: UnsafeMutableRawBufferPointer) {
    let mark = escape == nil ? Self.quote : Self.backslash
    let cell = cells[index]
    cells[index].hasEscapes = false
    if escape != nil, !cell.isQuoted, buffer[cell.start..<cell.end].elementsEqual(#"\N"#.utf8) {
      cells[index].end = cell.start
      return
    }
    var at = cell.start
    var written = cell.start
    while at < cell.end {
      var byte = buffer[at]
      if byte == mark, at + 1 < cell.end, let meant = meaning(ofEscaped: buffer[at + 1]) {
        at += 1
        byte = meant
      }
      buffer[written] = byte
      written += 1
      at += 1
    }
    cells[index].end = written
  }

  /// What an escape before this byte stands for; `nil`: it is none. After a doubled quote's first
  /// quote there is always the second one.
  private func meaning(ofEscaped byte: UInt8) -> UInt8? {
    if escape == .tsv { return Self.letter(byte) }
    let isEscapable =
      byte == Self.quote
      || escape != nil
        && (byte == Self.backslash || byte == separator || byte == 0x0A || byte == 0x0D)
    return isEscapable ? byte : nil
  }
}
