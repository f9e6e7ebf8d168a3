import Basics
package import BatchRunner

/// What is wrong with one row of a dataset, and its line in the file.
package struct DatasetProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The row has more or fewer cells than the header.
    case ragged(cells: Int, columns: Int)
    case unclosedQuote
    case rowTooLong
    case notJSON(String)
    case notAnObject
    case emptyCell(column: String)
    /// The row in `line` has the same id.
    case idTaken(String, line: Int)
    case invalidUTF8
    /// The request made from the row is not a valid job.
    case notAJob(JobLineProblem.Reason)
  }

  package let path: String
  /// The line in which the row begins, counted from 1.
  package let line: Int
  package let reason: Reason

  package init(path: String, line: Int, reason: Reason) {
    self.path = path
    self.line = line
    self.reason = reason
  }
}

extension DatasetProblem: UserFacing {
  package var problem: String { "\(path):\(line): \(sentence)" }

  /// ``problem`` without the file and line.
  private var sentence: String {
    switch reason {
    case .ragged(let cells, let columns):
      "the row has \(Figure.count(cells, "cell")), the header has \(columns)."
    case .unclosedQuote: "a quote in this row is never closed."
    case .rowTooLong: "the row is longer than \(LineReader.lengthLimit >> 20) MiB."
    case .notJSON(let clause): "not JSON: \(clause)."
    case .notAnObject: "a row must be one JSON object."
    case .emptyCell(let column): "'\(column)' is empty."
    case .idTaken(let id, let line): "the id '\(id)' is already used in line \(line)."
    case .invalidUTF8: "a cell is not UTF-8."
    case .notAJob(let reason):
      JobFileProblem(path: path, line: line, column: 1, reason: reason).sentence
    }
  }

  package var remedy: String? {
    switch reason {
    case .ragged: "Quote cells that hold the separator or a line break."
    case .unclosedQuote: "A quote inside a quoted cell is written twice."
    case .rowTooLong: "Split the row."
    case .notJSON, .notAnObject: "Each line must be one JSON object (RFC 8259), in UTF-8."
    case .emptyCell: "Fill it, leave such rows out with --where, or add --allow-empty."
    case .idTaken: "Choose a column without repeated values, or leave out --id-column."
    case .invalidUTF8: "Save the dataset as UTF-8."
    case .notAJob(let reason):
      JobFileProblem(path: path, line: line, column: 1, reason: reason).remedy
    }
  }
}
