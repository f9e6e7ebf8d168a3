import BatchRunner
import Foundation

/// A text of Samples/texts with its true counts.
struct CountedText {
  let kind: String
  let text: String
  let o200k: Int
  let cl100k: Int

  static func all() throws -> [CountedText] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../Samples/texts").standardizedFileURL
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
