package import Basics

/// Why a dataset cannot be used. A `String` without a label is the dataset's path, or a column.
package enum DatasetError: Error, Equatable {
  case file(FileError)
  /// The path's extension is unknown, and no format was given.
  case unknownFormat(String)
  /// It has no line that is not blank.
  case empty(String, DatasetFormat)
  /// There is no row, or none that passes the filters.
  case noRows(String)
  /// `source` names the column: an option or the path of a template.
  case unknownColumn(String, path: String, source: String, columns: [String])
  /// Two columns have the name that `source` uses.
  case columnTwice(String, path: String, source: String)
  /// A line that is not valid, so that the rest is not read: the header, what tells the format, or a
  /// row to join answers to.
  case row(DatasetProblem)
}

extension DatasetError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .unknownFormat("-"): "the format of standard input is not known."
    case .unknownFormat(let path): "cannot tell the format of '\(path)' from its name."
    case .empty(let path, _): "\(path): the file is empty."
    case .noRows(let path): "\(path): there are no rows to prepare."
    case .unknownColumn(let name, let path, let source, _):
      "\(source): '\(path)' has no column '\(name)'."
    case .columnTwice(let name, let path, let source):
      "\(source): '\(path)' has two columns named '\(name)'."
    case .row(let problem): problem.problem
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .unknownFormat("-"): "Add --format csv, --format tsv or --format jsonl."
    case .unknownFormat: "Rename it to end with .csv, .tsv or .jsonl, or add --format."
    case .empty(_, .jsonl): "Each line must be one JSON object."
    case .empty: "The first line must name the columns."
    case .noRows: "Check the dataset and --where."
    case .unknownColumn(let name, _, _, let columns):
      (Nearest.word(to: name, among: columns).map { "Did you mean '\($0)'? " } ?? "")
        + "The columns are \(columns.map { "'\($0)'" }.joined(separator: ", "))."
    case .columnTwice: "Rename one of them."
    case .row(let problem): problem.remedy
    }
  }
}

extension DatasetError {
  /// The first bytes of a file, at most `count`.
  static func reading(_ file: ReadableFile, _ count: Int) throws(DatasetError) -> [UInt8] {
    do throws(FileError) {
      return try file.bytes(at: 0, count: count)
    } catch {
      throw .file(error)
    }
  }
}
