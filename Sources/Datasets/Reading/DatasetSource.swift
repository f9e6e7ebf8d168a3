import Basics

/// Reads the rows of a dataset one after the other.
protocol DatasetSource: AnyObject {
  /// The names of the columns, in the order of the file. In JSON Lines that is the order in which
  /// they first occur.
  var columns: [String] { get }
  /// What the user should know about the rows that were read so far.
  var notes: [DatasetNote] { get }
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
  /// Why the row cannot be used; `nil` if it can.
  var problem: DatasetProblem.Reason?
}
