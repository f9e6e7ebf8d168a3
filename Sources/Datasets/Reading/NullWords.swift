import Basics

/// The texts that stand for a cell without a value, as the user named them.
package struct NullWords: Sendable {
  private let words: [[UInt8]]

  package init(_ words: [String]) {
    self.words = words.map { Array($0.utf8) }
  }

  /// Whether the cell's whole text is one of the words.
  func isNull(_ cell: DatasetCell) -> Bool {
    guard !words.isEmpty else { return false }
    switch cell {
    case .missing: return false
    case .text(let text), .json(let text): return words.contains { text.elementsEqual($0) }
    case .string:
      var text: [UInt8] = []
      cell.append(to: &text)
      return words.contains(text)
    }
  }
}

/// Counts cells that look as if a program had written a missing value as text.
struct NullWordCount {
  /// How pandas, R, SQL, spreadsheets and Python write a value that is missing.
  private static let known: [[UInt8]] = [
    "NaN", "nan", "NULL", "null", "None", "NA", "N/A", "#N/A", "<NA>", "NaT",
  ].map { Array($0.utf8) }

  /// Whether one of ``known`` begins with the byte. They have 2 to 4 bytes.
  private static func beginsLikeOne(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "#"), UInt8(ascii: "<"): true
    default: false
    }
  }

  /// For each of ``known`` how often it occurs.
  private var counts = [Int](repeating: 0, count: known.count)
  private var firstLine = 0

  /// `line`: that of the cell's row.
  mutating func add(_ cell: DatasetCell, line: Int) {
    let text: UnsafeRawBufferPointer
    switch cell {
    case .text(let bytes), .string(let bytes): text = bytes
    case .json, .missing: return
    }
    guard text.count >= 2, text.count <= 4, Self.beginsLikeOne(text[0]),
      let word = Self.known.firstIndex(where: { text.elementsEqual($0) })
    else { return }
    if counts.allSatisfy({ $0 == 0 }) { firstLine = line }
    counts[word] += 1
  }

  /// `nil`: there are no such cells.
  var note: DatasetNote? {
    let found = zip(Self.known, counts).filter { $0.1 > 0 }
    guard !found.isEmpty else { return nil }
    return .nullWords(
      found.map { String(decoding: $0.0, as: UTF8.self) },
      count: found.reduce(0) { $0 + $1.1 }, line: firstLine)
  }
}
