import Basics
import BatchRunner

/// Reads a dataset of JSON objects, one a line. The columns are the members of all of them at the
/// top, so the file is read once beforehand.
final class JSONLinesReader: DatasetSource {
  private(set) var columns: [String] = []
  private var lines: LineReader
  private var outline = JSONOutline()
  /// As the members are spelt in the file, for a quick comparison.
  private var spellings: [[UInt8]] = []
  private var indices: [String: Int] = [:]
  /// By column, the value's node in the current row; 0: none.
  private var nodes: [Int] = []
  private var text = UnsafeRawBufferPointer(start: nil, count: 0)
  private var number = 0

  init(_ file: ReadableFile) throws(DatasetError) {
    lines = LineReader(file)
    do throws(FileError) {
      while try advance(learns: true) != nil {}
      lines = LineReader(file)
    } catch {
      throw .file(error)
    }
    guard number > 0 else { throw .noHeader(file.path) }
    number = 0
  }

  func next() throws(FileError) -> DatasetRow? { try advance(learns: false) }

  func cell(_ column: Int) -> DatasetCell {
    guard nodes[column] > 0 else { return .missing }
    let node = outline.nodes[nodes[column]]
    let bytes = UnsafeRawBufferPointer(rebasing: text[node.range])
    switch node.kind {
    case .null: return .missing
    case .string: return .string(UnsafeRawBufferPointer(rebasing: bytes[1..<(bytes.count - 1)]))
    default: return .json(bytes)
    }
  }

  private func advance(learns: Bool) throws(FileError) -> DatasetRow? {
    while let line = try lines.next() {
      var row = DatasetRow(number: number + 1, line: line.number)
      guard var bytes = line.bytes else {
        number += 1
        row.problem = .rowTooLong
        return row
      }
      if line.number == 1, let rest = JobFile.behindMark(bytes) { bytes = rest }
      if bytes.allSatisfy(JSONScanner.isSpace) { continue }
      number += 1
      text = bytes
      do throws(JSONError) {
        try outline.read(bytes, depth: 1)
      } catch {
        row.problem = .notJSON(error.clause)
        return row
      }
      guard outline.nodes[0].kind == .object else {
        row.problem = .notAnObject
        return row
      }
      find(learns: learns)
      return row
    }
    return nil
  }

  /// Finds each column's value; where a name stands twice, the last counts.
  private func find(learns: Bool) {
    for column in nodes.indices { nodes[column] = 0 }
    var expected = 0
    outline.forEachChild(of: 0) { node in
      let key = UnsafeRawBufferPointer(rebasing: text[outline.nodes[node].key])
      guard let column = column(key, expected: expected, learns: learns) else { return }
      nodes[column] = node
      expected = column + 1
    }
  }

  private func column(_ key: UnsafeRawBufferPointer, expected: Int, learns: Bool) -> Int? {
    if expected < spellings.count, spellings[expected].elementsEqual(key) { return expected }
    let name = JSONString.decode(key) ?? String(decoding: key, as: UTF8.self)
    if let known = indices[name] { return known }
    guard learns else { return nil }
    indices[name] = columns.count
    columns.append(name)
    spellings.append(Array(key))
    nodes.append(0)
    return columns.count - 1
  }
}
