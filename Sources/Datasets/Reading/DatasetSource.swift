import Basics

/// Reads the rows of a dataset one after the other.
protocol DatasetSource: AnyObject {
  /// The names of the columns, in the order of the file. In JSON Lines that is the order in which
  /// they first occur.
  var columns: [String] { get }
  /// What the user should know about the rows that were read so far.
  var notes: [DatasetNote] { get }
  /// The first problem that was found while the columns were looked for; `nil`: there was none.
  var firstProblem: DatasetProblem? { get }
  /// Reads the next row and makes it the current one; `nil` after the last row.
  func next() throws(FileError) -> DatasetRow?
  /// Goes back to before the first row.
  func rewind()
  /// A cell of the current row, which must have no problem. It is valid until the next call of
  /// ``next()``.
  func cell(_ column: Int) -> DatasetCell
}

/// The position of a row, and whether it can be used.
struct DatasetRow {
  /// Counted from 1, without the header.
  let number: Int
  /// The line of the file in which the row begins, or in which its problem is, counted from 1.
  var line: Int
  /// The column of the problem, in characters from 1; `nil`: it is not known, or there is none.
  var column: Int?
  /// Why the row cannot be used; `nil` if it can.
  var problem: DatasetProblem.Reason?
}

extension DatasetSource {
  var firstProblem: DatasetProblem? { nil }

  /// The index of the column with this name. `source` is where the name was used, for the error
  /// message. If a line could not be read, its problem is the error, since its columns are not known.
  func column(
    _ name: String, path: String, source: String
  ) throws(DatasetError) -> Int {
    if let firstProblem, !columns.contains(name) { throw .row(firstProblem) }
    return try Dataset.column(name, of: columns, path: path, source: source)
  }
}
