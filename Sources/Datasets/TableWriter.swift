import Basics
import BatchRunner

/// Writes the rows of a table as CSV, TSV or JSON Lines into a buffer.
///
/// Add a row's cells in the order of the columns, then call ``endRow()``.
struct TableWriter {
  let format: DatasetFormat
  /// Whether to leave cells unchanged that a spreadsheet would read as formulas. Otherwise they get
  /// an apostrophe in front, in CSV and TSV.
  let isRaw: Bool
  /// The columns' names as JSON strings with their quotes.
  private let names: [[UInt8]]
  /// The output so far. The caller empties it after writing it to a file.
  var bytes: [UInt8] = []
  /// The index of the next cell in its row.
  private var column = 0
  /// Where the current row begins in ``bytes``.
  private var rowStart = 0
  /// The text of the current cell; kept to reuse its storage.
  private var scratch: [UInt8] = []

  /// Writes the header, except in JSON Lines.
  init(_ format: DatasetFormat, columns: [String], isRaw: Bool) {
    self.format = format
    self.isRaw = isRaw
    names = columns.map { name in
      var bytes: [UInt8] = []
      JSONString.append(name, to: &bytes)
      return bytes
    }
    guard format != .jsonl else { return }
    for name in columns { text(Array(name.utf8)) }
    endRow()
  }

  /// Adds a cell with this text.
  mutating func text(_ text: [UInt8]) {
    text.withUnsafeBytes { cell(.text($0)) }
  }

  /// Adds a cell with this number; `nil` is an empty cell, or `null` in JSON.
  mutating func number(_ value: Int?) {
    var digits: [UInt8] = []
    if let value { digits.append(decimal: value) }
    number(spelling: digits)
  }

  /// Adds a cell with a number that is spelt so; nothing is an empty cell, or `null` in JSON.
  mutating func number(spelling digits: [UInt8]) {
    digits.withUnsafeBytes { cell($0.isEmpty ? .missing : .json($0)) }
  }

  mutating func cell(_ cell: DatasetCell) {
    if column == 0 { rowStart = bytes.count }
    if let separator = format.separator {
      if column > 0 { bytes.append(separator) }
      appendDelimited(cell, separator)
    } else {
      bytes.append(UInt8(ascii: column == 0 ? "{" : ","))
      bytes.append(contentsOf: names[column])
      bytes.append(UInt8(ascii: ":"))
      appendJSON(cell)
    }
    column += 1
  }

  mutating func endRow() {
    if format == .jsonl {
      bytes.append(UInt8(ascii: "}"))
    } else if column == 1, bytes.count == rowStart {
      // Readers skip empty lines, so a row of one empty cell needs quotes.
      bytes.append(contentsOf: "\"\"".utf8)
    }
    bytes.append(0x0A)
    column = 0
  }

  /// Appends a cell of CSV or TSV, quoted if necessary.
  private mutating func appendDelimited(_ cell: DatasetCell, _ separator: UInt8) {
    scratch.removeAll(keepingCapacity: true)
    cell.append(to: &scratch)
    let isFormula = !isRaw && SpreadsheetCell.isFormula(scratch)
    let isQuoted = scratch.contains {
      $0 == separator || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    if isQuoted {
      for byte in scratch {
        bytes.append(byte)
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes.append(contentsOf: scratch)
    }
  }

  /// Appends a cell as a JSON value.
  private mutating func appendJSON(_ cell: DatasetCell) {
    switch cell {
    case .text(let text):
      bytes.append(UInt8(ascii: "\""))
      if String(validating: text, as: UTF8.self) == nil {
        // JSON must be UTF-8: invalid bytes become U+FFFD.
        let repaired = Array(String(decoding: text, as: UTF8.self).utf8)
        repaired.withUnsafeBytes { JSONString.append(escaping: $0, to: &bytes) }
      } else {
        JSONString.append(escaping: text, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\""))
    case .string(let contents):
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: contents)
      bytes.append(UInt8(ascii: "\""))
    case .json(let text): bytes.append(contentsOf: text)
    case .missing: bytes.append(contentsOf: "null".utf8)
    }
  }
}
