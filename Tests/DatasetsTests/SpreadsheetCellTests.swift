import Testing

@testable import Datasets

@Suite struct SpreadsheetCellTests {
  @Test(
    arguments: [
      "=1+1", "=cmd|'/C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "-", "+", "--5", "\t=1", "\r=1",
      "\n=1",
      " =1", "   @x", "\u{3000}=1", "\u{A0}=1", "\u{FEFF}=1", "\u{200B}=1", "＝1+1", "＋1", "－1",
      "＠x", " ＝1", "+49 170 1234567", "-3.5x", "-1e", "- 3", "−5+cmd", "-.",
      "=HYPERLINK(\"http://x\",\"y\")", "\0=1",
    ])
  func `a formula gets an apostrophe`(text: String) {
    for format in [DatasetFormat.csv, .tsv] {
      let cell = Self.cell(text, format)
      #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"), "\(cell.debugDescription)")
    }
    #expect(!Self.cell(text, .csv, isRaw: true).contains("'" + text.prefix(2)))
    #expect(!Self.cell(text, .jsonl).contains(":\"'"))
  }

  @Test(
    arguments: [
      "-3.5", "+5", "-0", "-.5", "-1e5", "-1.5E-3", "5", "", "a=b", "a-b", "text", "'x", "1=1",
      "e@mail", "«=»",
    ])
  func `numbers and other texts stay unchanged`(text: String) {
    #expect(Self.cell(text, .tsv) == (text.isEmpty ? "\"\"" : text))
  }

  @Test func `a column's name that is a formula gets an apostrophe too`() {
    #expect(TableWriter(.csv, columns: ["=x", "b"], isRaw: false).bytes == Array("'=x,b\n".utf8))
  }

  private static func cell(_ text: String, _ format: DatasetFormat, isRaw: Bool = false) -> String {
    var writer = TableWriter(format, columns: ["c"], isRaw: isRaw)
    writer.bytes = []
    writer.text(Array(text.utf8))
    writer.endRow()
    return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
  }
}
