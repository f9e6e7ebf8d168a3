import Foundation
import TestTools

/// A table, and the rows that Python's `csv` makes of its text: `Tests/Fixtures/python-csv`.
struct PythonTable: Codable {
  /// Its ending tells what separates the cells.
  let name: String
  var text: String
  let rows: [[String]]

  static let folder = URL(
    fileURLWithPath: ProjectFolder.path(of: "Tests/Fixtures/python-csv"))

  /// Those that were made once, and need no Python.
  static func kept(_ name: String) throws -> [PythonTable] {
    try lines(Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func lines(_ data: Data) throws -> [PythonTable] {
    try data.split(separator: 0x0A).map { try JSONDecoder().decode(PythonTable.self, from: $0) }
  }

  static func data(_ tables: [PythonTable]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try Data(tables.map { try encoder.encode($0) + [0x0A] }.joined())
  }
}
