import Basics
import BatchRunner

/// Reads a dataset with one JSON object on each line (JSON Lines).
///
/// The columns are the names of all objects' members. So the file is read twice: first for the
/// columns, then for the rows. Nested members are not columns.
final class JSONLinesReader: DatasetSource {
  private(set) var columns: [String] = []
  let notes: [DatasetNote]
  private let file: ReadableFile
  private(set) var firstProblem: DatasetProblem?
  private var lines: LineReader
  private var outline = JSONOutline()
  /// Each column's name as the file first spells it, with escapes, for a fast comparison.
  private var spellings: [[UInt8]] = []
  /// The index of each name in ``columns``.
  private var indices: [String: Int] = [:]
  /// For each column the index of its value in the current row's outline; 0 if it has none.
  private var nodes: [Int] = []
  /// The current row.
  private var text = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The number of rows read so far.
  private var number = 0

  /// Reads the whole file to find the columns. Rows with problems are ignored here, unless no row is
  /// without one. `name` is the file's name in errors.
  init(_ file: ReadableFile, name: String, notes: [DatasetNote]) throws(DatasetError) {
    self.notes = notes
    self.file = file
    lines = LineReader(file)
    var layout: TableLayout?
    do throws(FileError) {
      while let row = try readRow(addsColumns: true) {
        if row.number == 1, row.problem == nil { layout = TableLayout(text) }
        guard firstProblem == nil, let reason = row.problem else { continue }
        firstProblem = DatasetProblem(
          path: name, line: row.line, column: row.column, reason: reason)
      }
    } catch {
      throw .file(error)
    }
    guard number > 0 else { throw .empty(name, .jsonl) }
    if columns.isEmpty, let firstProblem { throw .row(firstProblem) }
    if number == 1, let layout {
      throw .row(DatasetProblem(path: name, line: 1, column: 1, reason: .oneObject(layout)))
    }
    rewind()
  }

  func rewind() {
    lines = LineReader(file)
    number = 0
  }

  func next() throws(FileError) -> DatasetRow? { try readRow(addsColumns: false) }

  func cell(_ column: Int) -> DatasetCell {
    guard nodes[column] > 0 else { return .missing }
    let node = outline.nodes[nodes[column]]
    let bytes = UnsafeRawBufferPointer(rebasing: text[node.range])
    switch node.kind {
    case .null: return .missing
    case .string: return .string(UnsafeRawBufferPointer(rebasing: bytes[1..<(bytes.count - 1)]))
    default: return .json(bytes)
    }
  }

  /// Reads the next line that is not blank; `nil` at the end of the file. With `addsColumns`, new
  /// names become columns.
  private func readRow(addsColumns: Bool) throws(FileError) -> DatasetRow? {
    while let line = try lines.next() {
      var row = DatasetRow(number: number + 1, line: line.number)
      guard var bytes = line.bytes else {
        number += 1
        row.problem = .rowTooLong
        return row
      }
      if line.number == 1, let rest = JobFile.afterByteOrderMark(bytes) { bytes = rest }
      if bytes.allSatisfy(JSONScanner.isSpace) { continue }
      number += 1
      text = bytes
      do throws(JSONError) {
        try outline.read(bytes, depth: 1)
      } catch {
        let (reason, offset) = Self.reason(error, bytes)
        row.problem = reason
        // In UTF-8 each character has one byte that is no continuation byte.
        row.column = 1 + bytes.prefix(offset).count { $0 & 0xC0 != 0x80 }
        return row
      }
      guard outline.nodes[0].kind == .object else {
        row.problem = .notAnObject
        row.column = 1 + outline.nodes[0].range.lowerBound
        return row
      }
      findValues(addsColumns: addsColumns)
      return row
    }
    return nil
  }

  /// Why the line is not JSON, and the offset at which that shows.
  private static func reason(
    _ error: JSONError, _ line: UnsafeRawBufferPointer
  ) -> (DatasetProblem.Reason, offset: Int) {
    if error.reason == .invalidUTF8 { return (.invalidUTF8(line[error.offset]), error.offset) }
    if let (dialect, offset) = JSONDialect.find(error, in: line) {
      return (.otherJSON(dialect), offset)
    }
    return (.notJSON(error.clause), error.offset)
  }

  /// Finds each column's value in the current row. If a name occurs twice, the last member counts.
  private func findValues(addsColumns: Bool) {
    for column in nodes.indices { nodes[column] = 0 }
    // Most rows have the same members in the same order, so try the next column first.
    var expected = 0
    outline.forEachChild(of: 0) { node in
      let key = UnsafeRawBufferPointer(rebasing: text[outline.nodes[node].key])
      guard let column = column(key, expected: expected, addsColumns: addsColumns) else { return }
      nodes[column] = node
      expected = column + 1
    }
  }

  /// The column with this name, given without its quotes; `nil` if it is unknown and not added.
  private func column(_ key: UnsafeRawBufferPointer, expected: Int, addsColumns: Bool) -> Int? {
    if expected < spellings.count, spellings[expected].elementsEqual(key) { return expected }
    let name = JSONString.decode(key) ?? String(decoding: key, as: UTF8.self)
    if let known = indices[name] { return known }
    guard addsColumns else { return nil }
    indices[name] = columns.count
    columns.append(name)
    spellings.append(Array(key))
    nodes.append(0)
    return columns.count - 1
  }
}
