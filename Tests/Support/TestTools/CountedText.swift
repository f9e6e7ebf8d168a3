import Foundation

/// A text of `Samples/texts` or `Samples/short-texts` with its true counts.
package struct CountedText {
  package let kind: String
  package let text: String
  /// By the name of the vocabulary, as in the table's head.
  package let counts: [String: Int]

  package static func all() throws -> [CountedText] { try all(in: "Samples/texts") }

  /// Texts of a few hundred characters, of further kinds.
  package static func short() throws -> [CountedText] { try all(in: "Samples/short-texts") }

  private static func all(in name: String) throws -> [CountedText] {
    let folder = URL(fileURLWithPath: ProjectFolder.path(of: name))
    let table = try String(contentsOf: folder.appendingPathComponent("counts.tsv"), encoding: .utf8)
    let lines = table.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    return try lines.dropFirst().map { cells in
      let file = folder.appendingPathComponent(cells[0] + ".txt")
      return CountedText(
        kind: cells[0], text: try String(contentsOf: file, encoding: .utf8),
        counts: Dictionary(
          uniqueKeysWithValues: zip(lines[0], cells).dropFirst().map { ($0, Int($1)!) }))
    }
  }
}
