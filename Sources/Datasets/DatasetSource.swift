import Basics

/// The rows of a dataset, one after the other.
protocol DatasetSource: AnyObject {
  /// In the order of the file; in JSON Lines in the order in which they first come up.
  var columns: [String] { get }
  /// Goes to the next row; `nil` behind the last one.
  func next() throws(FileError) -> DatasetRow?
  /// A cell of the current row, which must be one without a problem; valid until ``next()``.
  func cell(_ column: Int) -> DatasetCell
}

/// Where a row stands.
struct DatasetRow {
  /// From 1; the header is none.
  let number: Int
  /// From 1: where it begins in the file.
  let line: Int
  /// Why it cannot be used.
  var problem: DatasetProblem.Reason?
}

/// One value of a row, as bytes that are not copied.
enum DatasetCell {
  /// As it stands in a CSV file, its quotes resolved; UTF-8 is not checked.
  case text(UnsafeRawBufferPointer)
  /// The inside of a valid JSON string, still escaped.
  case string(UnsafeRawBufferPointer)
  /// Any other JSON value but `null`.
  case json(UnsafeRawBufferPointer)
  /// `null`, or there is no such member.
  case missing
}

extension DatasetCell {
  /// Nothing but white space stands in it.
  var isEmpty: Bool {
    switch self {
    case .text(let bytes): bytes.allSatisfy(JSONScanner.isSpace)
    case .string(let inside):
      // Escaped line breaks and tabs are white space too.
      inside.allSatisfy(JSONScanner.isSpace)
        || inside.contains(UInt8(ascii: "\\"))
          && (JSONString.decode(inside)?.utf8.allSatisfy(JSONScanner.isSpace) ?? false)
    case .json: false
    case .missing: true
    }
  }

  /// As text: strings as they read, everything else in its own spelling.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text), .json(let text): bytes.append(contentsOf: text)
    case .string(let inside):
      if !JSONString.append(decoding: inside, to: &bytes) { bytes.append(contentsOf: inside) }
    case .missing: break
    }
  }
}

/// Opens datasets.
enum Dataset {
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

  /// The index of a column that somebody named; `source` says who: an option, a template.
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
