import Basics
import BatchRunner

/// Writes the rows of a table as CSV, TSV or JSON Lines into a buffer.
///
/// Add a row's cells in the order of the columns, then call ``endRow()``. Cells of the dataset and
/// ids are never changed. What a server sent is added with ``answer(_:)``, which guards it against
/// spreadsheets, see ``SpreadsheetCell``.
struct TableWriter {
  let format: DatasetFormat
  /// Whether to leave answers unchanged that a spreadsheet would read as formulas.
  let isRaw: Bool
  /// The number of answers that got an apostrophe in front.
  private(set) var guarded = 0
  /// The number of cells that are quoted; the header does not count.
  private(set) var quoted = 0
  /// Whether JSON Lines have strings in place of other JSON values. Counts stay numbers.
  private let hasTextsOnly: Bool
  /// The columns' names; in JSON Lines they are all different.
  let columns: [String]
  /// By column: whether it has counts in the rows so far.
  private(set) var hasCounts: [Bool]
  /// The columns' names as JSON strings with their quotes.
  private let names: [[UInt8]]
  /// The output so far. The caller empties it after writing it to a file.
  var bytes: [UInt8] = []
  /// The index of the next cell in its row.
  private var column = 0
  /// Where the current row begins in ``bytes``.
  private var rowStart = 0
  /// The text of a cell with escapes, or the digits of a number; kept to reuse its storage.
  private var scratch: [UInt8] = []
  /// The first cell of every row; `nil`: the rows have no such cell.
  private let first: [UInt8]?

  /// Writes the header, except in JSON Lines. `first` is a column with the same cell in every row,
  /// before the others.
  init(
    _ format: DatasetFormat, columns: [String], isRaw: Bool,
    first: (name: String, cell: String)? = nil, hasHeader: Bool = true,
    hasTextsOnly: Bool = false
  ) {
    self.format = format
    self.isRaw = isRaw
    self.hasTextsOnly = hasTextsOnly
    self.first = first.map { Array($0.cell.utf8) }
    let columns = (first.map { [$0.name] } ?? []) + columns
    self.columns = format == .jsonl ? Self.distinct(columns) : columns
    hasCounts = Array(repeating: false, count: columns.count)
    names = self.columns.map { name in
      var bytes: [UInt8] = []
      JSONString.append(name, to: &bytes)
      return bytes
    }
    if hasHeader, let separator = format.separator { appendHeader(columns, separator) }
  }

  /// The names, each with `_2`, `_3` and so on appended if an earlier one is the same: of two members
  /// with one name, readers of JSON keep only one.
  private static func distinct(_ columns: [String]) -> [String] {
    var used = Set<String>()
    return columns.map { column in
      var (name, number) = (column, 1)
      while used.contains(name) || number > 1 && columns.contains(name) {
        number += 1
        name = "\(column)_\(number)"
      }
      used.insert(name)
      return name
    }
  }

  /// A name with a character that separates the cells of other files is quoted, so that the separator
  /// can be told from the header, and so is one that does not look like a name at the beginning of
  /// the file.
  private mutating func appendHeader(_ columns: [String], _ separator: UInt8) {
    for (index, name) in columns.enumerated() {
      if index > 0 { bytes.append(separator) }
      let isOdd =
        name.utf8.contains { Separator.known.contains($0) }
        || index == 0 && (name.hasPrefix("sep=") || name.hasPrefix("\u{FEFF}"))
      var name = name
      name.withUTF8 {
        _ = appendQuoted(UnsafeRawBufferPointer($0), separator, always: isOdd || columns == [""])
      }
    }
    bytes.append(0x0A)
  }

  /// Adds a cell with this text.
  mutating func text(_ text: [UInt8]) {
    text.withUnsafeBytes { cell(.text($0)) }
  }

  /// Adds a cell with this number; `nil` is an empty cell, or `null` in JSON.
  mutating func number(_ value: Int?) {
    beginRowIfNeeded()
    hasCounts[column] = true
    // Swapped out, because the closure changes `self` while it reads the digits.
    var digits: [UInt8] = []
    swap(&digits, &scratch)
    defer { swap(&digits, &scratch) }
    digits.removeAll(keepingCapacity: true)
    if let value { digits.append(decimal: value) }
    digits.withUnsafeBytes {
      append(value == nil ? .missing : .json($0), isGuarded: false, isCount: true)
    }
  }

  /// Adds a cell with a number that is spelt so; nothing is an empty cell, or `null` in JSON.
  mutating func number(spelling digits: [UInt8]) {
    digits.withUnsafeBytes { cell($0.isEmpty ? .missing : .json($0)) }
  }

  /// Adds a cell of the dataset.
  mutating func cell(_ cell: DatasetCell) {
    add(cell, isGuarded: false)
  }

  /// Adds a cell with what a server sent.
  mutating func answer(_ cell: DatasetCell) {
    add(cell, isGuarded: !isRaw)
  }

  private mutating func add(_ cell: DatasetCell, isGuarded: Bool) {
    beginRowIfNeeded()
    append(cell, isGuarded: isGuarded, isCount: false)
  }

  private mutating func beginRowIfNeeded() {
    guard column == 0 else { return }
    rowStart = bytes.count
    first?.withUnsafeBytes { append(.text($0), isGuarded: false, isCount: false) }
  }

  private mutating func append(_ cell: DatasetCell, isGuarded: Bool, isCount: Bool) {
    if let separator = format.separator {
      if column > 0 { bytes.append(separator) }
      appendDelimited(cell, separator, isGuarded: isGuarded)
    } else {
      bytes.append(UInt8(ascii: column == 0 ? "{" : ","))
      bytes.append(contentsOf: names[column])
      bytes.append(UInt8(ascii: ":"))
      if hasTextsOnly, !isCount, case .json(let text) = cell {
        appendJSON(.text(text))
      } else {
        appendJSON(cell)
      }
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
  private mutating func appendDelimited(
    _ cell: DatasetCell, _ separator: UInt8, isGuarded: Bool
  ) {
    switch cell {
    case .missing: break
    case .text(let text), .json(let text):
      appendDelimited(text, separator, isGuarded: isGuarded)
    case .string:
      var text: [UInt8] = []
      swap(&text, &scratch)
      defer { swap(&text, &scratch) }
      text.removeAll(keepingCapacity: true)
      cell.append(to: &text)
      text.withUnsafeBytes { appendDelimited($0, separator, isGuarded: isGuarded) }
    }
  }

  private mutating func appendDelimited(
    _ text: UnsafeRawBufferPointer, _ separator: UInt8, isGuarded: Bool
  ) {
    let needsGuard = isGuarded && SpreadsheetCell.needsGuard(text)
    if needsGuard { guarded += 1 }
    if appendQuoted(text, separator, guarded: needsGuard) { quoted += 1 }
  }

  /// Appends a text, in quotes if a reader needs them; answers whether it did. `guarded`: with an
  /// apostrophe in front.
  private mutating func appendQuoted(
    _ text: UnsafeRawBufferPointer, _ separator: UInt8, always: Bool = false,
    guarded: Bool = false
  ) -> Bool {
    let isQuoted =
      always
      || text.contains {
        $0 == separator || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
      }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if guarded { bytes.append(UInt8(ascii: "'")) }
    guard isQuoted else {
      bytes.append(contentsOf: text)
      return false
    }
    for byte in text {
      bytes.append(byte)
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
    return true
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
