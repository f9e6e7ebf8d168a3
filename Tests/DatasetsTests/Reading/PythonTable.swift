import Foundation
import TestTools

/// A table's text, and the rows that Python's `csv` module reads from it.
struct PythonTable: Codable {
  /// A file name, whose extension gives the format.
  let name: String
  var text: String
  let rows: [[String]]

  static let folder = URL(
    fileURLWithPath: ProjectFolder.path(of: "Tests/Fixtures/python-csv"))

  /// The tables of a stored file, which need no Python.
  static func kept(_ name: String) throws -> [PythonTable] {
    try lines(Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// Decodes tables, one on each line.
  static func lines(_ data: Data) throws -> [PythonTable] {
    try data.split(separator: 0x0A).map { try JSONDecoder().decode(PythonTable.self, from: $0) }
  }

  static func data(_ tables: [PythonTable]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try Data(tables.map { try encoder.encode($0) + [0x0A] }.joined())
  }
}
