import Basics

/// Reads the rows of a dataset one after the other.
protocol DatasetSource: AnyObject {
  /// The names of the columns, in the order of the file. In JSON Lines that is the order in which
  /// they first occur.
  var columns: [String] { get }
  /// Reads the next row and makes it the current one; `nil` after the last row.
  func next() throws(FileError) -> DatasetRow?
  /// A cell of the current row, which must have no problem. It is valid until the next call of
  /// ``next()``.
  func cell(_ column: Int) -> DatasetCell
}

/// The position of a row, and whether it can be used.
struct DatasetRow {
  /// Counted from 1, without the header.
  let number: Int
  /// The line of the file in which the row begins, counted from 1.
  let line: Int
  /// Why the row cannot be used; `nil` if it can.
  var problem: DatasetProblem.Reason?
}

/// One value of a row. The bytes belong to the source and are not copied.
enum DatasetCell {
  /// A cell of a CSV file, without its quotes. It may be invalid UTF-8.
  case text(UnsafeRawBufferPointer)
  /// A valid JSON string without its quotes, with its escapes.
  case string(UnsafeRawBufferPointer)
  /// A JSON value that is neither a string nor `null`.
  case json(UnsafeRawBufferPointer)
  /// `null`, or the row has no such member.
  case missing
}

extension DatasetCell {
  /// Whether the cell has only white space, or nothing.
  var isEmpty: Bool {
    switch self {
    case .text(let bytes): bytes.allSatisfy(JSONScanner.isSpace)
    case .string(let contents):
      // Escaped line breaks and tabs are white space too.
      contents.allSatisfy(JSONScanner.isSpace)
        || contents.contains(UInt8(ascii: "\\"))
          && (JSONString.decode(contents)?.utf8.allSatisfy(JSONScanner.isSpace) ?? false)
    case .json: false
    case .missing: true
    }
  }

  /// Appends the cell as text: a string without its escapes, other JSON values as they are written.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text), .json(let text): bytes.append(contentsOf: text)
    case .string(let contents):
      // With an unpaired surrogate there is no text, so the escapes stay.
      if !JSONString.append(decoding: contents, to: &bytes) { bytes.append(contentsOf: contents) }
    case .missing: break
    }
  }
}

/// Opens datasets and finds their columns.
enum Dataset {
  /// Opens a dataset in this format, or in the one that its name indicates if `format` is `nil`.
  static func open(
    _ path: String, format: DatasetFormat?
  ) throws(DatasetError) -> any DatasetSource {
    guard let format = format ?? DatasetFormat(path: path) else { throw .unknownFormat(path) }
    let file: ReadableFile
    do throws(FileError) {
      file = try ReadableFile(path)
    } catch {
      throw .file(error)
    }
    guard file.isRegular else { throw .stream(path) }
    guard let separator = format.separator else { return try JSONLinesReader(file) }
    return try CSVReader(file, separator: separator)
  }

  /// The index of the column with this name. `source` is where the name was used, for the error
  /// message: an option or the path of a template.
  static func column(
    _ name: String, of columns: [String], path: String, source: String
  ) throws(DatasetError) -> Int {
    guard let index = columns.firstIndex(of: name) else {
      throw .unknownColumn(name, path: path, source: source, columns: columns)
    }
    guard columns.lastIndex(of: name) == index else {
      throw .columnTwice(name, path: path, source: source)
    }
    return index
  }
}
