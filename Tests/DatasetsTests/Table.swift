import Foundation

@testable import Datasets

/// A dataset as text, read at once.
struct Table {
  var columns: [String] = []
  var rows: [[String]] = []
  /// `LINE: reason`
  var problems: [String] = []

  init(_ path: String, format: DatasetFormat? = nil) throws {
    let source = try Dataset.open(path, format: format)
    columns = source.columns
    while let row = try source.next() {
      if let reason = row.problem {
        problems.append(DatasetProblem(path: "d", line: row.line, reason: reason).problem)
        continue
      }
      rows.append(
        columns.indices.map {
          var bytes: [UInt8] = []
          source.cell($0).append(to: &bytes)
          return String(decoding: bytes, as: UTF8.self)
        })
    }
  }

  /// The header is the first row.
  var all: [[String]] { [columns] + rows }
}
