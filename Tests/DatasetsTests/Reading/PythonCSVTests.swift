import Basics
import Foundation
import TestTools
import Testing

@testable import Datasets

/// Compares the reader and the writer with Python's `csv` module: with tables that Python wrote or
/// read once (`Tests/Fixtures/python-csv`), and with this machine's Python if it has one.
@Suite(.timeLimit(.minutes(5))) struct PythonCSVTests {
  private static let cases = 500
  private static let python = Tool("python3")
  private static let noPython: Comment =
    "no python3 on PATH; only the stored tables of an earlier Python are compared"

  /// Runs a script in the folder of the stored tables and returns the tables that it prints.
  private func run(_ words: [String], input: URL? = nil) throws -> [PythonTable] {
    let python = try #require(Self.python)
    let (output, status) = try python.run(words, in: PythonTable.folder, input: input)
    #expect(status == 0, "\(String(decoding: output.suffix(2000), as: UTF8.self))")
    return try PythonTable.lines(output)
  }

  @Test func `stored tables written by Python are read as Python read them`() throws {
    try expectRead(try PythonTable.kept("written.jsonl"), seed: 20_261_123)
  }

  @Test(.enabled(if: python != nil, noPython))
  func `tables written by Python are read as Python reads them`() throws {
    let seed = 20_261_127
    try expectRead(try run(["write.py", "\(seed)", "\(Self.cases)"]), seed: seed)
  }

  /// Expects each table's text to be read as Python read it.
  private func expectRead(_ tables: [PythonTable], seed: Int) throws {
    #expect(tables.count == Self.cases)
    let folder = TemporaryFolder()
    var ragged = 0
    for expected in tables {
      let separator = UInt8(ascii: expected.name.hasSuffix(".tsv") ? "\t" : ",")
      let path = try folder.file(expected.name, expected.text)
      // Read without a look at the whole: random cells may have another separator in each row.
      let mark = expected.text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let reader = try CSVReader(
        ReadableFile(path), name: "d", separator: separator, from: (mark, 1))
      let table = try Table(reader)
      // Python's writer does not quote every single CR or LF. An unquoted one ends a row, for
      // Python's reader too, so that some rows have too few cells.
      let fitting = expected.rows.filter { $0.count == expected.rows[0].count }
      #expect(table.all == fitting, "seed \(seed), \(expected.name)")
      #expect(table.problems.count == expected.rows.count - fitting.count, "\(expected.name)")
      ragged += table.problems.count
    }
    print("CSV files written by Python and read: \(tables.count), ragged rows found: \(ragged)")
  }

  @Test func `stored tables are exported with the text that Python read correctly`() throws {
    let tables = try PythonTable.kept("read.jsonl")
    #expect(tables.count == Self.cases)
    for table in tables {
      // Another text may be correct too, but Python has not read it. The README in the folder of
      // the stored tables says how to store it.
      #expect(exported(table) == table.text, "\(table.name)")
    }
    print("tables exported as Python once read them: \(tables.count)")
  }

  @Test(.enabled(if: python != nil, noPython))
  func `exported tables are read correctly by Python`() throws {
    let keep = ProcessInfo.processInfo.environment["NIGHTSHIFT_KEEP_READ"]
    let tables = randomTables(seed: keep == nil ? 8 : 7)
    let folder = TemporaryFolder()
    let input = URL(fileURLWithPath: folder.path + "/tables")
    try PythonTable.data(tables).write(to: input)
    let read = try run(["read.py"], input: input)
    #expect(read.count == Self.cases)
    for (table, read) in zip(tables, read) {
      #expect(read.text == table.text, "\(table.name)")
      #expect(read.rows == table.rows, "\(table.name)")
    }
    if let keep { try PythonTable.data(read).write(to: URL(fileURLWithPath: keep)) }
    print("tables exported and read by Python: \(Self.cases)")
  }

  /// Random tables with the text that the writer gives them.
  private func randomTables(seed: UInt64) -> [PythonTable] {
    var generator = SplitMix64(seed: seed)
    let fragments = [
      "a", "é", "字", "😀", "\"", "\"\"", ",", "\t", "\n", "\r", "\r\n", " ", "'", ";", "=1+1", "-3",
      "",
    ]
    return (0..<Self.cases).map { number in
      let width = Int.random(in: 1...5, using: &generator)
      let rows = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
        (0..<width).map { _ in
          (0..<Int.random(in: 0...7, using: &generator))
            .map { _ in fragments.randomElement(using: &generator)! }.joined()
        }
      }
      var table = PythonTable(
        name: "\(number).\(number % 3 == 0 ? "tsv" : "csv")", text: "", rows: rows)
      table.text = exported(table)
      return table
    }
  }

  /// The table's rows as the writer writes them.
  private func exported(_ table: PythonTable) -> String {
    let format: DatasetFormat = table.name.hasSuffix(".tsv") ? .tsv : .csv
    var writer = TableWriter(format, columns: table.rows[0], isRaw: true)
    for row in table.rows.dropFirst() {
      for cell in row { writer.text(Array(cell.utf8)) }
      writer.endRow()
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
