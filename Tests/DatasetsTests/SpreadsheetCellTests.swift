import Basics
import Testing

@testable import Datasets

@Suite struct SpreadsheetCellTests {
  @Test(
    arguments: [
      "=1+1", "=cmd|'/C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "-", "+", "--5", "\t=1", "\r=1",
      "\n=1",
      " =1", "   @x", "\u{3000}=1", "\u{A0}=1", "\u{FEFF}=1", "\u{200B}=1", "＝1+1", "＋1", "－1",
      "＠x", " ＝1", "+49 170 1234567", "-3.5x", "-1e", "- 3", "−5+cmd", "-.",
      "=HYPERLINK(\"http://x\",\"y\")", "\0=1", "'=1", "'", "''", "'tis",
    ])
  func `a formula gets an apostrophe`(text: String) {
    for format in [DatasetFormat.csv, .tsv] {
      let cell = Self.cell(text, format)
      #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"), "\(cell.debugDescription)")
    }
    let raw = Self.cell(text, .csv, isRaw: true)
    #expect(raw == text || raw == Self.cell(text, .csv) { $0.cell($1) }, "\(raw)")
    #expect(Self.cell(text, .jsonl) == Self.cell(text, .jsonl, isRaw: true))
  }

  @Test(
    arguments: [
      "-3.5", "+5", "-0", "-.5", "-1e5", "-1.5E-3", "5", "", "a=b", "a-b", "text", "x'", "1=1",
      "e@mail", "«=»",
    ])
  func `numbers and other texts stay unchanged`(text: String) {
    #expect(Self.cell(text, .tsv) == (text.isEmpty ? "\"\"" : text))
  }

  @Test(arguments: ["=x", "'x", "-", "@ann", "＝1"])
  func `names of columns, ids and cells of a dataset are never changed`(text: String) {
    var writer = TableWriter(.csv, columns: [text, "b"], isRaw: false)
    writer.text(Array(text.utf8))
    Array(text.utf8).withUnsafeBytes { writer.cell(.text($0)) }
    writer.endRow()
    #expect(writer.bytes == Array("\(text),b\n\(text),\(text)\n".utf8))
    #expect(writer.guarded == 0)
  }

  @Test func `one apostrophe less is the text again, for every text`() {
    var dice = SplitMix64(seed: 7)
    let pieces = ["'", "=", "-", "1", " ", "\t", "a", "＝", "@", "\u{FEFF}", "."]
    var guarded = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...4, using: &dice))
        .map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      var writer = TableWriter(.csv, columns: ["c", "d"], isRaw: false)
      writer.bytes = []
      Array(text.utf8).withUnsafeBytes { writer.answer(.text($0)) }
      let cell = String(decoding: writer.bytes, as: UTF8.self)
      #expect((cell.hasPrefix("'") ? String(cell.dropFirst()) : cell) == text)
      #expect(writer.guarded == (cell == text ? 0 : 1))
      guarded += writer.guarded
    }
    print("texts guarded and read back: \(guarded) of 20000")
  }

  private static func cell(
    _ text: String, _ format: DatasetFormat, isRaw: Bool = false,
    _ add: (inout TableWriter, DatasetCell) -> Void = { $0.answer($1) }
  ) -> String {
    var writer = TableWriter(format, columns: ["c"], isRaw: isRaw)
    writer.bytes = []
    Array(text.utf8).withUnsafeBytes { add(&writer, .text($0)) }
    writer.endRow()
    return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
  }
}
