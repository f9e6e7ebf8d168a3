import BatchRunner
import Foundation

/// A text of Samples/texts with its true counts.
struct CountedText {
  enum Family: String, CaseIterable {
    case o200k, cl100k
  }

  let kind: String
  let text: String
  private let counts: [Family: Int]

  static func all() throws -> [CountedText] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Samples/texts").standardizedFileURL
    let table = try String(contentsOf: folder.appendingPathComponent("counts.tsv"), encoding: .utf8)
    return try table.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t").map(String.init)
      let file = folder.appendingPathComponent(cells[0] + ".txt")
      return CountedText(
        kind: cells[0], text: try String(contentsOf: file, encoding: .utf8),
        counts: [.o200k: Int(cells[1])!, .cl100k: Int(cells[2])!])
    }
  }

  func truth(_ family: Family) -> Int { counts[family]! }

  /// Without the 6 tokens of a conversation's frame.
  func estimate(_ family: Family) -> Int {
    var meter = RequestMeter()
    let body = body(model: family == .o200k ? "gpt-4o" : "gpt-4")
    return body.withUnsafeBytes { meter.measure($0).tokensIn } - 6
  }

  func body(model: String) -> [UInt8] {
    var bytes = Array(#"{"model":"\#(model)","messages":[{"role":"user","content":"#.utf8)
    JSONString.append(text, to: &bytes)
    bytes += Array("}]}".utf8)
    return bytes
  }
}
