import Basics

/// Tables of text in columns.
enum DiffLayout {
  private static let gap = "  "
  /// The widest cell with a text from outside.
  private static let widestCell = 30

  /// A text from outside in one line, cut off where it is long.
  static func cell(_ text: String) -> String {
    DisplayWidth.fit(Printable(text).description, to: widestCell)
  }

  /// All rows have as many cells as `isRight`, which says whether a column is flush right.
  static func rows(_ rows: [[String]], isRight: [Bool]) -> [String] {
    let widths = isRight.indices.map { column in
      rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - DisplayWidth.of(row[column]))
        return isRight[column] ? space + row[column] : row[column] + space
      }
      let line = cells.joined(separator: gap)
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// With one decimal, rounded down: only the whole is `100.0 %`.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let tenths = Int(Double(part) / Double(whole) * 1000)
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
