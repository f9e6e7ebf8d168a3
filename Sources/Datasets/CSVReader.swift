import Basics

/// Reads CSV and TSV files (RFC 4180).
///
/// Files that do not follow the RFC are read as Python's `csv` module does: only a quote at the
/// beginning of a cell starts a quoted cell, and text after its closing quote belongs to the cell.
/// Rows end with LF, CRLF or CR. Blank lines are skipped. A quote that is never closed is a problem.
///
/// Cells are byte ranges in one buffer, which grows to the longest row.
final class CSVReader: DatasetSource {
  /// A cell as a range of the buffer.
  private struct Cell {
    var start: Int
    var end: Int
    /// Whether the range still has its quotes, which ``CSVReader/unquote(_:)`` removes.
    var needsUnquoting: Bool
  }

  /// The result of a search for the end of a row.
  private enum RowSearch {
    /// The row is complete, and the next one begins at this buffer index.
    case row(next: Int)
    /// The buffer ends before the row does.
    case needsMore
    /// The file ends in a quoted cell.
    case unclosedQuote
  }

  private(set) var columns: [String] = []
  private let file: ReadableFile
  private let separator: UInt8
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  /// The buffer holds file contents up to this index.
  private var filled = 0
  /// Rows up to this index have been returned.
  private var consumed = 0
  /// The file offset of the buffer's first byte.
  private var base = 0
  /// Whether the buffer holds the end of the file.
  private var isAtEnd = false
  /// The line in which the next row begins, counted from 1.
  private var line = 1
  /// The number of data rows that have been returned.
  private var number = 0
  /// The cells of the current row.
  private var cells: [Cell] = []
  /// The number of line breaks within quoted cells of the current row.
  private var breaks = 0

  private static let quote = UInt8(ascii: "\"")

  /// Reads the header. Throws if the file is empty or UTF-16, or if the header is not valid.
  init(_ file: ReadableFile, separator: UInt8) throws(DatasetError) {
    self.file = file
    self.separator = separator
    do throws(FileError) {
      try fill()
    } catch {
      throw .file(error)
    }
    let start = UnsafeRawBufferPointer(rebasing: buffer[..<min(filled, 3)])
    // The byte order marks of UTF-16.
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8(file.path)
    }
    // The UTF-8 byte order mark.
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { consumed = 3 }
    try readHeader()
  }

  deinit {
    buffer.deallocate()
  }

  private func readHeader() throws(DatasetError) {
    let row: DatasetRow?
    do throws(FileError) {
      row = try read(isHeader: true)
    } catch {
      throw .file(error)
    }
    guard let row else { throw .noHeader(file.path) }
    if let reason = row.problem {
      throw .row(DatasetProblem(path: file.path, line: row.line, reason: reason))
    }
    columns = cells.map { String(decoding: buffer[$0.start..<$0.end], as: UTF8.self) }
  }

  func next() throws(FileError) -> DatasetRow? { try read(isHeader: false) }

  func cell(_ column: Int) -> DatasetCell {
    let cell = cells[column]
    return .text(UnsafeRawBufferPointer(rebasing: buffer[cell.start..<cell.end]))
  }
}

// MARK: - Rows

extension CSVReader {
  /// Reads the next row that is not blank; `nil` at the end of the file.
  private func read(isHeader: Bool) throws(FileError) -> DatasetRow? {
    while consumed < filled || !isAtEnd {
      switch findRow() {
      case .needsMore:
        if filled - consumed > LineReader.lengthLimit { return lastRow(with: .rowTooLong) }
        try fill()
      case .unclosedQuote:
        return lastRow(with: .unclosedQuote)
      case .row(let next):
        let isBlank = cells.count == 1 && cells[0].start == consumed && cells[0].end == consumed
        consumed = next
        let start = line
        line += 1 + breaks
        if isBlank { continue }
        if !isHeader { number += 1 }
        for index in cells.indices where cells[index].needsUnquoting { unquote(index) }
        var row = DatasetRow(number: number, line: start)
        if !isHeader, cells.count != columns.count {
          row.problem = .ragged(cells: cells.count, columns: columns.count)
        }
        return row
      }
    }
    return nil
  }

  /// A row with this problem, after which reading ends: where the next row begins is unknown.
  private func lastRow(with reason: DatasetProblem.Reason) -> DatasetRow {
    consumed = filled
    isAtEnd = true
    return DatasetRow(number: number + 1, line: line, problem: reason)
  }

  /// Reads more of the file into the buffer. Invalidates ``cells``.
  private func fill() throws(FileError) {
    if consumed > 0 {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[consumed..<filled]))
      base += consumed
      filled -= consumed
      consumed = 0
    }
    if filled == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    let count = try file.read(into: free, at: base + filled)
    filled += count
    isAtEnd = count == 0
  }

  /// Finds the ``cells`` of the row that begins at ``consumed``.
  ///
  /// It does not change the buffer, so it can be repeated after ``fill()``.
  private func findRow() -> RowSearch {
    guard let text = UnsafeRawPointer(buffer.baseAddress) else { return .needsMore }
    cells.removeAll(keepingCapacity: true)
    breaks = 0
    var at = consumed
    while true {
      var cell = Cell(start: at, end: at, needsUnquoting: false)
      if at < filled, byte(text, at) == Self.quote {
        guard let end = endOfQuoted(text, at, &cell.needsUnquoting) else {
          return isAtEnd ? .unclosedQuote : .needsMore
        }
        at = endOfPlain(text, end)
        if at > end { cell.needsUnquoting = true }
        // The common case: only the two outer quotes have to be left out.
        if !cell.needsUnquoting { (cell.start, cell.end) = (cell.start + 1, end - 1) }
      } else {
        at = endOfPlain(text, at)
        cell.end = at
      }
      if cell.needsUnquoting { cell.end = at }
      cells.append(cell)
      guard at < filled else { return isAtEnd ? .row(next: at) : .needsMore }
      let end = byte(text, at)
      at += 1
      if end == separator { continue }
      if end == 0x0D {
        // The LF of a CRLF may not be in the buffer yet.
        guard at < filled || isAtEnd else { return .needsMore }
        if at < filled, byte(text, at) == 0x0A { at += 1 }
      }
      return .row(next: at)
    }
  }

  @inline(__always)
  private func byte(_ text: UnsafeRawPointer, _ at: Int) -> UInt8 {
    text.load(fromByteOffset: at, as: UInt8.self)
  }

  /// The index of the next separator or line break.
  @inline(__always)
  private func endOfPlain(_ text: UnsafeRawPointer, _ start: Int) -> Int {
    var at = start
    let end = filled
    let separator = separator
    while at < end {
      let byte = text.load(fromByteOffset: at, as: UInt8.self)
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      at += 1
    }
    return at
  }

  /// The index after the quote that closes the one at `start`; `nil` if it is not in the buffer, or
  /// if more of the file is needed to know. Sets `hasDoubledQuotes` if there is one.
  private func endOfQuoted(
    _ text: UnsafeRawPointer, _ start: Int, _ hasDoubledQuotes: inout Bool
  ) -> Int? {
    var at = start + 1
    while let found = memchr(text + at, Int32(Self.quote), filled - at) {
      let quote = UnsafeRawPointer(found) - text
      // If the next byte is a quote too, the two are one quote of the text.
      guard quote + 1 < filled || isAtEnd else { return nil }
      if quote + 1 == filled || byte(text, quote + 1) != Self.quote {
        countBreaks(text, start..<quote)
        return quote + 1
      }
      hasDoubledQuotes = true
      at = quote + 2
    }
    return nil
  }

  /// Adds the line breaks in the range to ``breaks``.
  private func countBreaks(_ text: UnsafeRawPointer, _ range: Range<Int>) {
    for at in range {
      let byte = byte(text, at)
      // A CRLF counts once, for its LF.
      if byte == 0x0A || byte == 0x0D && self.byte(text, at + 1) != 0x0A { breaks += 1 }
    }
  }

  /// Removes the outer quotes of a cell and halves its doubled ones, in place.
  private func unquote(_ index: Int) {
    var at = cells[index].start + 1
    var written = cells[index].start
    var isQuoted = true
    while at < cells[index].end {
      let byte = buffer[at]
      at += 1
      if isQuoted, byte == Self.quote {
        guard at < cells[index].end, buffer[at] == Self.quote else {
          isQuoted = false
          continue
        }
        at += 1
      }
      buffer[written] = byte
      written += 1
    }
    cells[index].end = written
    cells[index].needsUnquoting = false
  }
}
