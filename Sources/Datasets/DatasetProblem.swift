import Basics
package import BatchRunner

/// What is wrong with one row of a dataset, where an editor finds it.
package struct DatasetProblem: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    case ragged(cells: Int, columns: Int)
    case unclosedQuote
    case rowTooLong
    case notJSON(String)
    case notAnObject
    case emptyCell(column: String)
    case idTaken(String, line: Int)
    case invalidUTF8
    /// The request made of it is no job.
    case notAJob(JobLineProblem.Reason)
  }

  package let path: String
  /// From 1: where the row begins.
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

  private var sentence: String {
    switch reason {
    case .ragged(let cells, let columns):
      "the row has \(Figure.count(cells, "cell")), the header has \(columns)."
    case .unclosedQuote: "a quote in this row is never closed."
    case .rowTooLong: "the row is longer than \(LineReader.lengthLimit >> 20) MiB."
    case .notJSON(let clause): "not JSON: \(clause)."
    case .notAnObject: "a row must be one JSON object."
    case .emptyCell(let column): "'\(column)' is empty."
    case .idTaken(let id, let line): "the id '\(id)' stands in line \(line) already."
    case .invalidUTF8: "a cell is not UTF-8."
    case .notAJob(let reason):
      JobFileProblem(path: path, line: line, column: 1, reason: reason).sentence
    }
  }

  package var remedy: String? {
    switch reason {
    case .ragged: "Quote cells that hold the separator or a line break."
    case .unclosedQuote: "A quote inside a quoted cell is written twice."
    case .rowTooLong: "Split it."
    case .notJSON, .notAnObject: "Each line must be one JSON object (RFC 8259), in UTF-8."
    case .emptyCell: "Fill it, leave such rows out with --where, or add --allow-empty."
    case .idTaken: "Choose a column without repeats, or leave --id-column out."
    case .invalidUTF8: "Save the dataset as UTF-8."
    case .notAJob(let reason):
      JobFileProblem(path: path, line: line, column: 1, reason: reason).remedy
    }
  }
}
