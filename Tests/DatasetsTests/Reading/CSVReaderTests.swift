import Datasets
import Foundation
import TestTools
import Testing

@Suite struct CSVReaderTests {
  private static let folder = ProjectFolder.path(of: "Samples/datasets/awkward")

  /// The JSON file next to each CSV file holds the rows that Python read.
  @Test func `awkward files are read as Python reads them`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".csv") }
    for name in names {
      let path = "\(Self.folder)/\(name)"
      let json = URL(fileURLWithPath: String(path.dropLast(3)) + "json")
      let expected = try JSONDecoder().decode([[String]].self, from: Data(contentsOf: json))
      let table = try Table(path)
      #expect(table.all == expected, "\(name)")
      #expect(table.problems == [], "\(name)")
    }
    print("awkward CSV files: \(names.count)")
    #expect(names.count >= 16)
  }

  @Test(
    arguments: [
      (
        "a,b\n1\n2,3\n4,5,6\n",
        [
          "d:2: the row has 1 cell, the header has 2.",
          "d:4: the row has 3 cells, the header has 2.",
        ], 1
      ),
      ("a,b\n\"x\n\ny\",1\n2\n", ["d:5: the row has 1 cell, the header has 2."], 1),
      ("a,b\r\n\"x\r\ny\",1\r\n2\r\n", ["d:4: the row has 1 cell, the header has 2."], 1),
      (
        "a,b\n1,2\n3,\"4\n5,6\n", ["d:3: the quote that opens a cell here is never closed."], 1
      ),
      (
        "a,b\n1,2\n\"x\r\ny\",\"4\n5,6\n",
        ["d:4: the quote that opens a cell here is never closed."], 1
      ),
      (
        "a,b\n\"He said \"hi\"\",1\n2,\"x\"y\n3,4\n",
        [
          "d:2: text follows the quote that closes a cell.",
          "d:3: text follows the quote that closes a cell.",
        ], 1
      ),
      ("a,b\n\"x\n\"y,1\n", ["d:3: text follows the quote that closes a cell."], 0),
    ] as [(String, [String], Int)])
  func `a row with a problem is reported with its line`(text: String, problems: [String], rows: Int)
    throws
  {
    let folder = TemporaryFolder()
    let table = try Table(try folder.file("d.csv", text))
    #expect(table.problems == problems)
    #expect(table.rows.count == rows)
  }

  @Test func `cells are complete wherever the buffer ends`() throws {
    let folder = TemporaryFolder()
    // The buffer has 2^18 bytes, which end at another byte of the last cells for each shift.
    for shift in 0..<40 {
      let filler = String(repeating: "x", count: (1 << 18) - 20 + shift - 4)
      let text = "a,b\n\(filler),\"y \"\"z\"\"\r\nw\"\r\n\"1\",2\r\n"
      let table = try Table(try folder.file("d.csv", text))
      #expect(table.rows == [[filler, "y \"z\"\r\nw"], ["1", "2"]], "shift \(shift)")
    }
  }

  @Test func `TSV cells are separated by tabs and not by commas`() throws {
    let folder = TemporaryFolder()
    let table = try Table(try folder.file("d.tsv", "a\tb\n1,5\t\"2\t3\"\n"))
    #expect(table.all == [["a", "b"], ["1,5", "2\t3"]])
  }

  @Test(
    arguments: [
      ("d.csv", "", "d.csv: the file is empty."),
      ("d.csv", "\u{FEFF}", "d.csv: the file is empty."),
      ("d.txt", "a", "cannot tell the format of 'd.txt' from its name."),
    ])
  func `an empty file and an unknown format are refused`(
    name: String, text: String, problem: String
  ) throws {
    let folder = TemporaryFolder()
    let path = try folder.file(name, text)
    do {
      _ = try Table(path)
      Issue.record("read")
    } catch let error as DatasetError {
      #expect(error.problem.replacingOccurrences(of: folder.path + "/", with: "") == problem)
    }
  }

  @Test(
    arguments: [
      (
        "a,b\n5\" nail,1\n2,x \"y\"\n",
        ["d:2: quotes inside 2 cells that do not begin with one are part of their text."]
      ),
      (
        "a,b\n1,2\n1, \"2\"\n",
        ["d:3: a quote inside a cell that does not begin with one is part of its text."]
      ),
      ("a\nx\ry\n", ["d:2: a carriage return alone ends this row, unlike the header."]),
      ("a\r\nx\ry\rz\r\n", ["d:2: a carriage return alone ends 2 rows, unlike the header."]),
      ("a\rx\ry\r", []),
    ] as [(String, [String])])
  func `what is read but may be meant otherwise is noted`(text: String, notes: [String]) throws {
    let folder = TemporaryFolder()
    let table = try Table(try folder.file("d.csv", text))
    #expect(table.notes == notes)
    #expect(table.problems == [])
  }

  @Test func `a row that is not UTF-8 is reported with the line of the byte`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/d.csv"
    let bytes = Array("a,b\né,\"x\ny".utf8) + [0xE9] + Array("\"\n1,2\n3,".utf8) + [0xC3]
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let table = try Table(path)
    #expect(
      table.problems == ["d:3: the byte 0xE9 is not UTF-8.", "d:5: the byte 0xC3 is not UTF-8."])
    #expect(table.rows == [["1", "2"]])
  }

  @Test func `the columns of JSON Lines are the members of all rows`() throws {
    let folder = TemporaryFolder()
    let table = try Table(
      try folder.file(
        "d.jsonl",
        #"""
        {"a": "x\n\u00e9", "b": 1.50}

        {"b": null, "c": [1, 2], "a": true}
        [1]
        {"a": 1,}
        """#))
    #expect(table.all == [["a", "b", "c"], ["x\né", "1.50", ""], ["true", "", "[1, 2]"]])
    #expect(
      table.problems == [
        "d:4:1: a row must be one JSON object.", "d:5:9: not JSON: unexpected '}'.",
      ])
  }
}
