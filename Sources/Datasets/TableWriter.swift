import Basics
import BatchRunner

/// Spells rows as CSV, TSV or JSON Lines, into one buffer.
struct TableWriter {
  let format: DatasetFormat
  /// Cells that a spreadsheet would take for formulas stay as they are.
  let isRaw: Bool
  /// Spelt as JSON, with their quotes.
  private let names: [[UInt8]]
  var bytes: [UInt8] = []
  private var column = 0
  private var rowStart = 0
  private var scratch: [UInt8] = []

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

  mutating func text(_ text: [UInt8]) {
    text.withUnsafeBytes { cell(.text($0)) }
  }

  mutating func number(_ value: Int?) {
    var digits: [UInt8] = []
    if let value { digits.append(decimal: value) }
    digits.withUnsafeBytes { cell(value == nil ? .missing : .json($0)) }
  }

  mutating func cell(_ cell: DatasetCell) {
    if column == 0 { rowStart = bytes.count }
    if let separator = format.separator {
      if column > 0 { bytes.append(separator) }
      plain(cell, separator)
    } else {
      bytes.append(UInt8(ascii: column == 0 ? "{" : ","))
      bytes.append(contentsOf: names[column])
      bytes.append(UInt8(ascii: ":"))
      json(cell)
    }
    column += 1
  }

  mutating func endRow() {
    if format == .jsonl {
      bytes.append(UInt8(ascii: "}"))
    } else if column == 1, bytes.count == rowStart {
      // An empty line would be no row.
      bytes.append(contentsOf: "\"\"".utf8)
    }
    bytes.append(0x0A)
    column = 0
  }

  private mutating func plain(_ cell: DatasetCell, _ separator: UInt8) {
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

  private mutating func json(_ cell: DatasetCell) {
    switch cell {
    case .text(let text):
      bytes.append(UInt8(ascii: "\""))
      if String(validating: text, as: UTF8.self) == nil {
        let mended = Array(String(decoding: text, as: UTF8.self).utf8)
        mended.withUnsafeBytes { JSONString.append(escaping: $0, to: &bytes) }
      } else {
        JSONString.append(escaping: text, to: &bytes)
      }
      bytes.append(UInt8(ascii: "\""))
    case .string(let inside):
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: inside)
      bytes.append(UInt8(ascii: "\""))
    case .json(let text): bytes.append(contentsOf: text)
    case .missing: bytes.append(contentsOf: "null".utf8)
    }
  }
}
