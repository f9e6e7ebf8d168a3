import Foundation

/// A job file of lines of about 500 bytes, every other one in the shape of a batch, spaced as
/// Python does it.
struct JobLines {
  let count: Int

  /// Answers the file's size in bytes.
  @discardableResult
  func write(to path: String) throws -> Int {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    var bytes: [UInt8] = []
    var written = 0
    for index in 0..<count {
      append(index, to: &bytes)
      guard bytes.count > 1 << 20 || index == count - 1 else { continue }
      try file.write(contentsOf: bytes)
      written += bytes.count
      bytes.removeAll(keepingCapacity: true)
    }
    try file.close()
    return written
  }

  private func append(_ index: Int, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "{\"custom_id\": \"review-\(index)\", ".utf8)
    let isBatch = index % 2 == 0
    if isBatch { bytes.append(contentsOf: Self.batchHead) }
    bytes.append(contentsOf: "\"model\": \"bench/instant\", \"max_tokens\": 60, ".utf8)
    bytes.append(contentsOf: "\"messages\": [{\"role\": \"user\", \"content\": \"".utf8)
    bytes.append(contentsOf: "Review \(index): ".utf8)
    bytes.append(contentsOf: isBatch ? Self.words.prefix(270) : Self.words[...])
    bytes.append(contentsOf: (isBatch ? "\"}]}}\n" : "\"}]}\n").utf8)
  }

  private static let batchHead = Array(
    "\"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": {".utf8)
  private static let words = Array(
    String(
      repeating: "It kept me warm all night, \\\"cosy\\\" is the word; caf\u{e9} too. ", count: 6
    )
    .utf8.prefix(354))
}
