import Basics

/// Reads CSV and TSV (RFC 4180), and what does not keep to it as Python's `csv` reads it: a quote
/// counts at the beginning of a cell only, and what follows its end belongs to the cell. Rows end
/// with LF, CRLF or CR; blank lines are passed over. A quote that is never closed is a problem.
///
/// Cells are byte ranges into one buffer, which grows to the longest row.
final class CSVReader: DatasetSource {
  private struct Cell {
    var start: Int
    var end: Int
    /// Its quotes are still to be resolved, in place.
    var isRaw: Bool
  }

  private enum Found {
    /// A row whose successor begins there.
    case row(next: Int)
    case needsMore
    case unclosedQuote
  }

  private(set) var columns: [String] = []
  private let file: ReadableFile
  private let separator: UInt8
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var filled = 0
  private var taken = 0
  /// Where the buffer begins in the file.
  private var base = 0
  private var isLast = false
  private var line = 1
  private var number = 0
  private var cells: [Cell] = []
  /// Line breaks inside the cells of the current row.
  private var breaks = 0

  private static let quote = UInt8(ascii: "\"")

  /// Reads the header.
  init(_ file: ReadableFile, separator: UInt8) throws(DatasetError) {
    self.file = file
    self.separator = separator
    do throws(FileError) {
      try fill()
    } catch {
      throw .file(error)
    }
    let start = UnsafeRawBufferPointer(rebasing: buffer[..<min(filled, 3)])
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8(file.path)
    }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { taken = 3 }
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
  private func read(isHeader: Bool) throws(FileError) -> DatasetRow? {
    while taken < filled || !isLast {
      switch find() {
      case .needsMore:
        if filled - taken > LineReader.lengthLimit { return broken(.rowTooLong) }
        try fill()
      case .unclosedQuote:
        return broken(.unclosedQuote)
      case .row(let next):
        let isBlank = cells.count == 1 && cells[0].start == taken && cells[0].end == taken
        taken = next
        let start = line
        line += 1 + breaks
        if isBlank { continue }
        if !isHeader { number += 1 }
        for index in cells.indices where cells[index].isRaw { resolve(index) }
        var row = DatasetRow(number: number, line: start)
        if !isHeader, cells.count != columns.count {
          row.problem = .ragged(cells: cells.count, columns: columns.count)
        }
        return row
      }
    }
    return nil
  }

  /// Nothing behind it can be read.
  private func broken(_ reason: DatasetProblem.Reason) -> DatasetRow {
    taken = filled
    isLast = true
    return DatasetRow(number: number + 1, line: line, problem: reason)
  }

  private func fill() throws(FileError) {
    if taken > 0 {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[taken..<filled]))
      base += taken
      filled -= taken
      taken = 0
    }
    if filled == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    let count = try file.read(into: room, at: base + filled)
    filled += count
    isLast = count == 0
  }

  /// Finds the cells of the row at ``taken``, and changes nothing: it may be asked again with more.
  private func find() -> Found {
    guard let text = UnsafeRawPointer(buffer.baseAddress) else { return .needsMore }
    cells.removeAll(keepingCapacity: true)
    breaks = 0
    var at = taken
    while true {
      var cell = Cell(start: at, end: at, isRaw: false)
      if at < filled, byte(text, at) == Self.quote {
        guard let end = endOfQuoted(text, at, &cell.isRaw) else {
          return isLast ? .unclosedQuote : .needsMore
        }
        at = endOfPlain(text, end)
        if at > end { cell.isRaw = true }
        if !cell.isRaw { (cell.start, cell.end) = (cell.start + 1, end - 1) }
      } else {
        at = endOfPlain(text, at)
        cell.end = at
      }
      if cell.isRaw { cell.end = at }
      cells.append(cell)
      guard at < filled else { return isLast ? .row(next: at) : .needsMore }
      let end = byte(text, at)
      at += 1
      if end == separator { continue }
      if end == 0x0D {
        guard at < filled || isLast else { return .needsMore }
        if at < filled, byte(text, at) == 0x0A { at += 1 }
      }
      return .row(next: at)
    }
  }

  @inline(__always)
  private func byte(_ text: UnsafeRawPointer, _ at: Int) -> UInt8 {
    text.load(fromByteOffset: at, as: UInt8.self)
  }

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

  /// Behind the quote that closes the one at `start`; `nil`: it is not there, or not known to be.
  private func endOfQuoted(_ text: UnsafeRawPointer, _ start: Int, _ isRaw: inout Bool) -> Int? {
    var at = start + 1
    while let found = memchr(text + at, Int32(Self.quote), filled - at) {
      let quote = UnsafeRawPointer(found) - text
      guard quote + 1 < filled || isLast else { return nil }
      if quote + 1 == filled || byte(text, quote + 1) != Self.quote {
        countBreaks(text, start..<quote)
        return quote + 1
      }
      isRaw = true
      at = quote + 2
    }
    return nil
  }

  private func countBreaks(_ text: UnsafeRawPointer, _ range: Range<Int>) {
    for at in range {
      let byte = byte(text, at)
      // A CR counts where no LF follows it.
      if byte == 0x0A || byte == 0x0D && self.byte(text, at + 1) != 0x0A { breaks += 1 }
    }
  }

  /// Takes the quotes out of a cell that begins with one.
  private func resolve(_ index: Int) {
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
    cells[index].isRaw = false
  }
}
