import Basics

/// Reads CSV and TSV files (RFC 4180).
///
/// A quote opens a quoted cell only at the beginning of the cell; elsewhere it is text, and noted.
/// Text after the quote that closes a cell is a problem, and so are a quote that is never closed,
/// too many or too few cells, and bytes that are not UTF-8. Rows end with LF, CRLF or CR. Blank
/// lines are skipped.
///
/// With ``CSVEscape/tsv``, quotes are text. With ``CSVEscape/backslash``, a backslash before a quote, a backslash, the separator or a line
/// break makes that character text, in every cell. Other backslashes are text. A cell that is only
/// `\N`, which MySQL writes for NULL, is empty.
///
/// Cells are byte ranges in one buffer, which grows to the longest row.
final class CSVReader: DatasetSource {
  private(set) var columns: [String] = []
  private let file: ReadableFile
  /// The file's name in errors.
  private let name: String
  private var scan: CSVRowScan
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  /// The buffer holds file contents up to this index.
  private var filled = 0
  /// Rows up to this index have been returned.
  private var consumed = 0
  /// The file offset of the buffer's first byte.
  private var base: Int
  /// Whether the buffer holds the end of the file.
  private var isAtEnd = false
  /// The line in which the next row begins, counted from 1.
  private var line: Int
  /// The number of data rows that have been returned.
  private var number = 0
  /// Whether the header ends with a carriage return alone.
  private var headerEndsWithReturn = false
  /// The counts of what is noted, and the first line of each.
  private var quotesInPlainCells = (count: 0, line: 0)
  private var returnsAlone = (count: 0, line: 0)
  private var escapesInTSV = (count: 0, line: 0)
  private let notesBefore: [DatasetNote]
  /// Where the first row after the header begins.
  private var firstRow = (offset: 0, line: 1)

  /// Reads the header, which begins at `start`. Throws if the file is empty or the header is not
  /// valid. `notes` are those that are known before.
  init(
    _ file: ReadableFile, name: String, separator: UInt8, escape: CSVEscape? = nil,
    from start: (offset: Int, line: Int) = (0, 1), notes: [DatasetNote] = []
  ) throws(DatasetError) {
    self.file = file
    self.name = name
    scan = CSVRowScan(separator: separator, escape: escape)
    base = start.offset
    line = start.line
    notesBefore = notes
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
    guard let row else { throw .empty(name, .csv) }
    if let reason = row.problem {
      throw .row(DatasetProblem(path: name, line: row.line, reason: reason))
    }
    headerEndsWithReturn = scan.endsWithReturn
    firstRow = (base + consumed, line)
    columns = scan.cells.map { String(decoding: buffer[$0.start..<$0.end], as: UTF8.self) }
  }

  func rewind() {
    (base, line) = firstRow
    (filled, consumed, number, isAtEnd) = (0, 0, 0, false)
    (quotesInPlainCells, returnsAlone, escapesInTSV) = ((0, 0), (0, 0), (0, 0))
  }

  func next() throws(FileError) -> DatasetRow? { try read(isHeader: false) }

  func cell(_ column: Int) -> DatasetCell {
    let cell = scan.cells[column]
    return .text(UnsafeRawBufferPointer(rebasing: buffer[cell.start..<cell.end]))
  }

  var notes: [DatasetNote] {
    var notes = notesBefore
    if quotesInPlainCells.count > 0 {
      notes.append(
        .quotesInPlainCells(count: quotesInPlainCells.count, line: quotesInPlainCells.line))
    }
    if returnsAlone.count > 0 {
      notes.append(.returnsAlone(count: returnsAlone.count, line: returnsAlone.line))
    }
    if escapesInTSV.count > 0 {
      notes.append(.escapesInTSV(count: escapesInTSV.count, line: escapesInTSV.line))
    }
    return notes
  }
}

// MARK: - Rows

extension CSVReader {
  /// Reads the next row that is not blank; `nil` at the end of the file.
  private func read(isHeader: Bool) throws(FileError) -> DatasetRow? {
    while consumed < filled || !isAtEnd {
      let contents = UnsafeRawBufferPointer(rebasing: buffer[..<filled])
      switch scan.find(in: contents, from: consumed, isAtEnd: isAtEnd) {
      case .needsMore:
        if filled - consumed > LineReader.lengthLimit { return lastRow(with: .rowTooLong, line) }
        try fill()
      case .unclosedQuote(let start):
        let reason = DatasetProblem.Reason.unclosedQuote(
          backslash: scan.hasBackslashQuote(start..<filled))
        return lastRow(with: reason, line + scan.breaks)
      case .row(let next):
        let isBlank =
          scan.cells.count == 1 && scan.cells[0].start == consumed && scan.cells[0].end == consumed
        let range = consumed..<next
        let start = line
        consumed = next
        line += 1 + scan.breaks
        if isBlank { continue }
        if !isHeader { number += 1 }
        return row(range, line: start, isHeader: isHeader)
      }
    }
    return nil
  }

  /// The row whose cells were found in this range of the buffer.
  private func row(_ range: Range<Int>, line: Int, isHeader: Bool) -> DatasetRow {
    var row = DatasetRow(number: number, line: line)
    if let fault = scan.fault {
      let line = line + fault.breaks
      if case .textAfterQuote(backslash: true) = fault.reason {
        return lastRow(with: fault.reason, line)
      }
      (row.problem, row.line) = (fault.reason, line)
      return row
    }
    if let invalid = firstInvalid(range) {
      row.problem = .invalidUTF8(buffer[invalid])
      row.line += scan.lineBreaks(range.lowerBound..<invalid)
      return row
    }
    if !isHeader, scan.cells.count != columns.count {
      row.problem = .ragged(
        cells: scan.cells.count, columns: columns.count,
        backslash: scan.hasBackslashQuote(range))
      return row
    }
    if scan.plainWithQuote > 0 {
      if quotesInPlainCells.count == 0 { quotesInPlainCells.line = line }
      quotesInPlainCells.count += scan.plainWithQuote
    }
    if scan.plainWithEscape > 0 {
      if escapesInTSV.count == 0 { escapesInTSV.line = line }
      escapesInTSV.count += scan.plainWithEscape
    }
    if !isHeader, scan.endsWithReturn, !headerEndsWithReturn {
      if returnsAlone.count == 0 { returnsAlone.line = line }
      returnsAlone.count += 1
    }
    for index in scan.cells.indices where scan.cells[index].hasEscapes {
      scan.unescape(index, in: buffer)
    }
    return row
  }

  /// A row with this problem, after which reading ends: where the next row begins is unknown.
  private func lastRow(with reason: DatasetProblem.Reason, _ line: Int) -> DatasetRow {
    consumed = filled
    isAtEnd = true
    return DatasetRow(number: number + 1, line: line, problem: reason)
  }

  /// The buffer index of the first byte in the range that is not UTF-8; `nil`: there is none.
  private func firstInvalid(_ range: Range<Int>) -> Int? {
    UTF8Text.firstInvalid(UnsafeRawBufferPointer(rebasing: buffer[range]))
      .map { range.lowerBound + $0 }
  }

  /// Reads more of the file into the buffer. Invalidates the cells of ``scan``.
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
}
