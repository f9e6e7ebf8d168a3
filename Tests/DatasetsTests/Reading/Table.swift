import Foundation

@testable import Datasets

/// A whole dataset with its cells as text.
struct Table {
  var columns: [String] = []
  var rows: [[String]] = []
  /// Messages in the form `d:LINE: reason`.
  var problems: [String] = []

  /// What the user is told although every row was read.
  var notes: [String] = []

  init(_ path: String, _ reading: DatasetReading = DatasetReading()) throws {
    try self.init(try Dataset(path, reading).source)
  }

  init(_ source: any DatasetSource) throws {
    columns = source.columns
    while let row = try source.next() {
      if let reason = row.problem {
        problems.append(
          DatasetProblem(path: "d", line: row.line, column: row.column, reason: reason).problem)
        continue
      }
      rows.append(
        columns.indices.map {
          var bytes: [UInt8] = []
          source.cell($0).append(to: &bytes)
          return String(decoding: bytes, as: UTF8.self)
        })
    }
    notes = source.notes.map { $0.sentence(about: "d") }
  }

  /// The header and the rows.
  var all: [[String]] { [columns] + rows }
}
