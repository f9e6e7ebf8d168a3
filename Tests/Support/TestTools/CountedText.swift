import Foundation

/// A text of Samples/texts with its true counts.
package struct CountedText {
  package let kind: String
  package let text: String
  package let o200k: Int
  package let cl100k: Int

  package static func all() throws -> [CountedText] {
    let folder = URL(fileURLWithPath: ProjectFolder.path(of: "Samples/texts"))
    let table = try String(contentsOf: folder.appendingPathComponent("counts.tsv"), encoding: .utf8)
    return try table.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t").map(String.init)
      let file = folder.appendingPathComponent(cells[0] + ".txt")
      return CountedText(
        kind: cells[0], text: try String(contentsOf: file, encoding: .utf8),
        o200k: Int(cells[1])!, cl100k: Int(cells[2])!)
    }
  }
}
