import Foundation
import TestTools
import Testing

@testable import Datasets

/// JSON files as other programs write them.
@Suite struct OtherJSONTests {
  private let folder = TemporaryFolder()

  private static let writers =
    "pandas writes JSON Lines with to_json(FILE, orient='records', lines=True), DuckDB with COPY … "
    + "TO 'FILE' (FORMAT json). Make JSON Lines out of it: "
  private static let finite =
    "Write null instead: python3 -c 'import json,sys; [print(json.dumps(json.loads("
    + "l,parse_constant=lambda c:None))) for l in sys.stdin]' < "
  private static let decimal =
    "Write it in decimal, or as a string. Miller writes such numbers as strings with -S."
  private static let lines = "Each line must be one JSON object (RFC 8259), in UTF-8."

  /// Files of Samples/datasets/tools that cannot be read, with the problem and the remedy.
  static let refused: [(String, String, String)] = [
    (
      "duckdb-infinity.jsonl", ":1:17: not JSON: Infinity is no number in JSON.",
      finite + "duckdb-infinity.jsonl > duckdb-infinity.lines.jsonl"
    ),
    (
      "python-nan.jsonl", ":1:16: not JSON: NaN is no number in JSON.",
      finite + "python-nan.jsonl > python-nan.lines.jsonl"
    ),
    ("miller-hex.jsonl", ":1:16: not JSON: 0xff is no number in JSON.", decimal),
    ("miller-numbers.jsonl", ":1:7: not JSON: .5 is no number in JSON.", decimal),
    (
      "python-dict.jsonl", ":1:2: not JSON: it has single quotes, as Python prints a dict.",
      "Write lines with json.dumps, or mend the file: python3 -c 'import ast,json,sys; "
        + "[print(json.dumps(ast.literal_eval(l))) for l in sys.stdin]' < python-dict.jsonl > "
        + "python-dict.lines.jsonl"
    ),
    ("python-strings.jsonl", ":1:1: a row must be one JSON object.", lines),
    (
      "duckdb-array.json", ":1:1: the file is one JSON array, not JSON Lines.",
      writers + "jq -c '.[]' duckdb-array.json > duckdb-array.jsonl"
    ),
    (
      "pandas-indent.json", ":1:1: the file is one JSON array, not JSON Lines.",
      writers + "jq -c '.[]' pandas-indent.json > pandas-indent.jsonl"
    ),
    (
      "jq-pretty.jsonl",
      ":1:1: the file is JSON whose objects are written over several lines, not JSON Lines.",
      writers + "jq -c . jq-pretty.jsonl > jq-pretty.lines.jsonl"
    ),
    (
      "pandas-columns.json",
      ":1:1: the file is one JSON object with a whole table, not JSON Lines.",
      writers + "jq -c '. as $t | $t[keys_unsorted[0]] | keys_unsorted[] as $i | $t | "
        + "map_values(.[$i])' pandas-columns.json > pandas-columns.jsonl"
    ),
    (
      "pandas-split.json", ":1:1: the file is one JSON object with a whole table, not JSON Lines.",
      writers + "jq -c '.columns as $c | .data[] | [$c, .] | transpose | map({(.[0]): .[1]}) | "
        + "add' pandas-split.json > pandas-split.jsonl"
    ),
  ]

  @Test(arguments: refused)
  func `a file that is no JSON Lines from its first line on is told with what mends it`(
    name: String, problem: String, remedy: String
  ) throws {
    let path = ProjectFolder.path(of: "Samples/datasets/tools/" + name)
    let folder = String(path.dropLast(name.count))
    do throws(DatasetError) {
      _ = try Dataset(path, DatasetReading(format: .jsonl))
      Issue.record("read")
    } catch {
      #expect(error.problem.replacing(folder, with: "") == name + problem)
      #expect(error.remedy?.replacing(folder, with: "") == remedy)
    }
  }

  static let firstLines = [
    #"{"id":1,"text":NaN}"#, #"{"id":0x1,"text":"a"}"#, "{'id':1}", "[1,2]", #""x""#, "x", "{",
    "\u{1}", #"{"id":-Infinity}"#,
  ]

  @Test(arguments: firstLines)
  func `a damaged line gives the same error in the first line as in the second`(
    line: String
  ) throws {
    func problem(_ lines: String) throws -> String? {
      let path = try folder.file("\(UInt64.random(in: 0 ... .max)).jsonl", lines)
      let problem = try Table(path).problems.first
      return problem.map { String($0.dropFirst("d:1".count)) }
    }
    let good = #"{"id":1,"text":"a"}"#
    let first = try problem("\(line)\n\(good)\n")
    #expect(first != nil)
    #expect(first == (try problem("\(good)\n\(line)\n")))
  }

  @Test(arguments: firstLines)
  func `a column that only a damaged line can have is not said to be missing`(
    line: String
  ) throws {
    let path = try folder.file("d.jsonl", "\(line)\n{\"id\":1}\n")
    let source = try Dataset(path, DatasetReading()).source
    #expect(throws: DatasetError.row(try #require(source.firstProblem))) {
      try source.column("text", path: path, source: "t.txt")
    }
    #expect(try source.column("id", path: path, source: "t.txt") == 0)
  }

  @Test func `NaN in the first line of DuckDB's file does not hide the second`() throws {
    let table = try Table(ProjectFolder.path(of: "Samples/datasets/tools/duckdb-nan.jsonl"))
    #expect(table.problems == ["d:1:17: not JSON: NaN is no number in JSON."])
    #expect(table.rows == [["2", "1.5", "b"]])
  }

  @Test func `one object is a row if it is no table`() throws {
    for row in [#"{"a":{"0":1},"b":2}"#, #"{"a":{"x":1}}"#, #"{"a":{}}"#, "{\"a\":[1]}"] {
      #expect(try Table(folder.file("d.jsonl", row + "\n")).rows.count == 1)
    }
    let two = #"{"a":{"0":1}}"# + "\n" + #"{"a":{"0":2}}"# + "\n"
    #expect(try Table(folder.file("d.jsonl", two)).rows.count == 2)
  }

  static let read: [(String, [String])] = [
    ("duckdb-semicolon.csv", ["d: its cells are separated by ';'."]),
    ("duckdb-bar.csv", ["d: its cells are separated by '|'."]),
    ("polars-nan.csv", []),
  ]

  @Test(arguments: read)
  func `other separators are told`(name: String, notes: [String]) throws {
    let table = try Table(ProjectFolder.path(of: "Samples/datasets/tools/" + name))
    #expect(table.notes == notes && table.problems == [])
    #expect(table.columns == ["id", "score", "text"] && table.rows.count == 2)
  }

  @Test(
    arguments: [
      ("{\"a\":\"1\"}\n", DatasetFormat.jsonl), ("[{\"a\":1}]", .jsonl), ("a,b\n1,2\n", .csv),
      ("a\tb\n1\t2\n", .tsv), ("\u{FEFF}a;b\n1;2\n", .csv), ("sep=|\na|b\n1|2\n", .csv),
      ("a\n1\n", nil), ("", nil),
    ] as [(String, DatasetFormat?)])
  func `the format of a stream is told by its contents`(
    text: String, format: DatasetFormat?
  ) throws {
    let path = try folder.file("stream", text)
    #expect(try DatasetContents(path, DatasetReading()).format(DatasetReading()) == format)
  }
}
