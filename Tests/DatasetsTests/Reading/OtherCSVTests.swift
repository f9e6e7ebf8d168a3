import Basics
import Foundation
import TestTools
import Testing

@testable import Datasets

/// CSV files as other programs write them.
@Suite struct OtherCSVTests {
  private let folder = TemporaryFolder()
  private static let writers =
    "pandas writes JSON Lines with to_json(FILE, orient='records', lines=True), DuckDB with COPY … "
    + "TO 'FILE' (FORMAT json). Make JSON Lines out of it: "
  private static func duckdb(_ name: String) -> String {
    "Make JSON Lines out of it, for example with DuckDB: duckdb -c 'COPY (FROM '\\''\(name)'\\'') "
      + "TO '\\''d.jsonl'\\'' (FORMAT json)'"
  }
  private static let backslash = DatasetReading(escape: .backslash)

  private func table(
    _ bytes: some Sequence<UInt8>, name: String = "d.csv", _ reading: DatasetReading = .init()
  ) throws -> Table {
    let path = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try Table(path, reading)
  }

  /// The error for the dataset: its problem and its remedy; `nil` if it can be read.
  private func error(
    _ bytes: some Sequence<UInt8>, name: String = "d.csv", _ reading: DatasetReading = .init()
  ) throws -> [String]? {
    do {
      _ = try table(bytes, name: name, reading)
      return nil
    } catch let error as DatasetError {
      return [error.problem, error.remedy ?? ""].map {
        $0.replacingOccurrences(of: folder.path + "/", with: "")
      }
    }
  }

  private static func utf16(_ text: String, _ order: ByteOrder, mark: Bool = true) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return order == .littleEndian ? bytes : bytes.reversed()
    }
  }

  /// Spark 3.5 writes `\"` and `\\` inside quotes, and other backslashes as they are. MySQL 8.0's
  /// `SELECT … INTO OUTFILE … ENCLOSED BY '"'` also puts a backslash before line breaks, and writes
  /// `\N` for NULL; without quotes it puts one before separators. pandas 2.2 with
  /// `escapechar='\\', doublequote=False` and DuckDB 1.1 with `ESCAPE '\'` write `\"`.
  static let escaped: [(String, String, [[String]])] = [
    ("Spark", #"1,"He said \"hi\" there""# + "\n", [["1", #"He said "hi" there"#]]),
    ("Spark", "1,C:\\new\n2,\"a\\\\b, c\"\n", [["1", "C:\\new"], ["2", "a\\b, c"]]),
    ("Spark", #""","\"""# + "\n", [["", "\""]]),
    ("MySQL", "\"1\",\"two\\\nlines\"\n\"2\",\\N\n", [["1", "two\nlines"], ["2", ""]]),
    (
      "MySQL", "1,a\\,b\n2,a\\\nb\n3,a\\\r\nb\n", [["1", "a,b"], ["2", "a\nb"], ["3", "a\r\nb"]]
    ),
    ("pandas", #"1,a\"b"# + "\n2,\"a\\\"b,c\"\n", [["1", "a\"b"], ["2", "a\"b,c"]]),
    ("DuckDB", #"1,"{\"a\":\"x\\\"y\"}""# + "\n", [["1", #"{"a":"x\"y"}"#]]),
    ("at the end", #"1,a\"# + "\n2\n", [["1", "a\n2"]]),
    ("at the end", "1,a\\", [["1", "a\\"]]),
  ]

  @Test(arguments: escaped)
  func `backslashes are read as escapes if asked for`(
    writer: String, rows: String, expected: [[String]]
  ) throws {
    let read = try table("id,text\n\(rows)".utf8, Self.backslash)
    #expect(read.rows == expected, "\(writer)")
    #expect(read.problems == [] && read.notes == [], "\(writer)")
  }

  @Test func `cells with backslashes are complete wherever the buffer ends`() throws {
    // The buffer has 2^18 bytes, which end at another byte of the last cells for each shift.
    for shift in 0..<40 {
      let filler = String(repeating: "x", count: (1 << 18) - 24 + shift - 4)
      let text = "a,b\n\(filler),\"y \\\"z\\\\\"\r\n\"w\\\r\n\",a\\,\\\r\nb\r\n"
      let read = try table(text.utf8, Self.backslash)
      #expect(read.rows == [[filler, "y \"z\\"], ["w\r\n", "a,\r\nb"]], "shift \(shift)")
    }
  }

  /// Without the option, each of these is told and not misread.
  @Test(
    arguments: [
      (
        #"1,"He said \"hi\" there""# + "\n2,x\n",
        "d:2: text follows a quote after a backslash, which closes the cell."
      ),
      (
        "\"1\",\"say \\\"x\\\", ok\"\n",
        "d:2: text follows a quote after a backslash, which closes the cell."
      ),
      (#"1,"\","x\""# + "\n", "d:2: the row has 3 cells, the header has 2."),
      (#"1,"ends \"""# + "\n2,x\n", "d:2: the quote that opens a cell here is never closed."),
      (
        "1,x\n2,\"a\n\\\"b\\\"\"\n",
        "d:4: text follows a quote after a backslash, which closes the cell."
      ),
    ])
  func `backslashes before quotes are told with the option that reads them`(
    rows: String, problem: String
  ) throws {
    let path = try folder.file("d.csv", "id,text\n" + rows)
    let source = try Dataset(path, DatasetReading()).source
    var problems: [DatasetProblem] = []
    while let row = try source.next() {
      guard let reason = row.problem else { continue }
      problems.append(DatasetProblem(path: "d", line: row.line, reason: reason))
    }
    #expect(problems.map(\.problem) == [problem])
    #expect(
      problems.map(\.remedy)
        == [#"If quotes are written \", as Spark and MySQL do, add --csv-escape backslash."#])
  }

  @Test func `JSON with its own backslashes in doubled quotes is plain CSV`() throws {
    let read = try table(
      #"""
      id,text
      1,"{""a"": ""x\""y""}"
      2,"C:\"

      """#.utf8)
    #expect(read.rows == [["1", #"{"a": "x\"y"}"#], ["2", #"C:\"#]])
    #expect(read.problems == [])
  }

  @Test func `doubled quotes contradict the option for backslashes`() throws {
    let read = try table("a\n\"x \"\"y\"\"\"\n\"z\"\n".utf8, Self.backslash)
    #expect(
      read.problems == [
        "d:2: a quoted cell has two quotes side by side, but --csv-escape backslash was given."
      ])
  }

  /// What Excel with German settings, LibreOffice, DuckDB, Miller and MySQL write.
  @Test(
    arguments: [
      (
        "d.csv", "id;preis;text\r\n1;3,50;Gut, wirklich\r\n", ["1", "3,50", "Gut, wirklich"], "';'"
      ),
      ("d.csv", "\u{FEFF}id;text\r\n1;\"a;b\"\r\n2;c\r\n", ["1", "a;b"], "';'"),
      ("d.csv", "sep=;\r\nid;text\r\n1;Gut, wirklich\r\n", ["1", "Gut, wirklich"], "';'"),
      ("d.csv", "SEP=|\nid|text\n1|a\n", ["1", "a"], "'|'"),
      ("d.csv", "\"sep=\t\"\nid\ttext\n1\ta\n", ["1", "a"], "a tab"),
      ("d.csv", "sep=,\nid,a;b\n1,a;c\n", ["1", "a;c"], nil),
      ("d.csv", "id|text\n1|a, b; c\n2|d\n", ["1", "a, b; c"], "'|'"),
      ("d.csv", "id\ttext\n1\ta, b\n", ["1", "a, b"], "a tab"),
      ("d.tsv", "id;text\n1;a\n", ["1", "a"], "';'"),
      ("d.tsv", "id\ttext, more\n1\ta, b\n", ["1", "a, b"], nil),
      ("d.tsv", "id,text\n1,a\n", ["1", "a"], "','"),
      ("d.csv", "id,text (a|b)\n1,x\n2,y\n", ["1", "x"], nil),
      ("d.csv", "id,a;b\n1,x;y\n2,y\n", ["1", "x;y"], nil),
      ("d.csv", "text (a|b)\nx\ny\n", ["x"], nil),
      ("d.csv", "\"a;b\",\"c;d\"\n1;2,3;4\n", ["1;2", "3;4"], nil),
      ("d.csv", "text\na;b\n", ["a;b"], nil),
      ("d.csv", "a;b\n\"x\n;\";\"y\"\n", ["x\n;", "y"], "';'"),
    ] as [(String, String, [String], String?)])
  func `the separator is recognised and noted`(
    name: String, text: String, first: [String], noted: String?
  ) throws {
    let read = try table(text.utf8, name: name)
    #expect(read.rows.first == first)
    #expect(read.problems == [])
    #expect(read.notes == (noted.map { ["d: its cells are separated by \($0)."] } ?? []))
  }

  @Test func `lines are counted from the line that names the separator`() throws {
    let read = try table("sep=;\r\nid;text\r\n1;a\r\n2\r\n".utf8)
    #expect(read.problems == ["d:4: the row has 1 cell, the header has 2."])
  }

  @Test func `a separator that cannot be told must be named`() throws {
    let text = "id,text;note\n1,a;b\n2,c;d\n"
    #expect(
      try error(text.utf8) == [
        "d.csv:1: either ',' or ';' may separate the cells.",
        "Add --delimiter , or --delimiter ';'.",
      ])
    let comma = DatasetReading(separator: UInt8(ascii: ","))
    #expect(try table(text.utf8, comma).all[0] == ["id", "text;note"])
    let semicolon = DatasetReading(separator: UInt8(ascii: ";"))
    #expect(try table(text.utf8, semicolon).all[0] == ["id,text", "note"])
  }

  /// Options that the file contradicts.
  static let contradictions: [(String, [UInt8], DatasetReading, String)] = [
    (
      "d.csv", Array("id;text\n1;a\n".utf8), DatasetReading(separator: UInt8(ascii: ",")),
      "d.csv:1: its cells are separated by ';', but --delimiter , was given."
    ),
    (
      "d.csv", Array("sep=;\nid;text\n".utf8), DatasetReading(separator: UInt8(ascii: "|")),
      "d.csv:1: its first line says that ';' separates the cells, but --delimiter '|' was given."
    ),
    (
      "d", Array("id\ttext\n1\ta\n".utf8), DatasetReading(format: .csv),
      "d:1: its cells are separated by a tab, but --format csv was given."
    ),
    (
      "d", Array("id,text\n1,a\n".utf8), DatasetReading(format: .tsv),
      "d:1: its cells are separated by ',', but --format tsv was given."
    ),
    (
      "d.csv", utf16("a\nb\n", .littleEndian), DatasetReading(encoding: .utf8),
      "d.csv:1: it is in UTF-16, but --encoding utf-8 was given."
    ),
    (
      "d.csv", utf16("a\nb\n", .bigEndian), DatasetReading(encoding: .latin1),
      "d.csv:1: it is in UTF-16, but --encoding latin-1 was given."
    ),
    (
      "d.csv", Array("a\nb\n".utf8), DatasetReading(encoding: .utf16),
      "d.csv:1: it is not in UTF-16, but --encoding utf-16 was given."
    ),
    (
      "d.csv", Array("a\nb\né\n".utf8), DatasetReading(encoding: .windows1252),
      "d.csv:3: it is in UTF-8, but --encoding windows-1252 was given."
    ),
    (
      "d.csv", Array("\u{FEFF}a\nb\n".utf8), DatasetReading(encoding: .latin1),
      "d.csv:1: it is in UTF-8, but --encoding latin-1 was given."
    ),
    (
      "d.jsonl", Array("a,b\n1,2\n".utf8), DatasetReading(separator: UInt8(ascii: ",")),
      "d.jsonl:1: its name says that it is JSON Lines, but --delimiter , was given."
    ),
    (
      "d.jsonl", Array("{}\n".utf8), DatasetReading(escape: .backslash),
      "d.jsonl:1: its name says that it is JSON Lines, but --csv-escape was given."
    ),
  ]

  @Test(arguments: contradictions)
  func `a file that contradicts an option is told`(
    name: String, bytes: [UInt8], reading: DatasetReading, problem: String
  ) throws {
    let found = try #require(try error(bytes, name: name, reading))
    #expect(found[0] == problem)
    #expect(found[1].hasPrefix("Leave out --"))
  }

  @Test(
    arguments: [
      (
        "d.csv", Array("{\"a\":1}\n{\"a\":2}\n".utf8), "d.csv:1: the file is JSON Lines.",
        "Use --format jsonl."
      ),
      (
        "d.csv", Array("[{\"a\":1}]\n".utf8),
        "d.csv:1:1: the file is one JSON array, not JSON Lines.",
        writers + "jq -c '.[]' d.csv > d.jsonl"
      ),
      (
        "d.jsonl", Array("[{\"a\":1},\n{\"a\":2}]\n".utf8),
        "d.jsonl:1:1: the file is one JSON array, not JSON Lines.",
        writers + "jq -c '.[]' d.jsonl > d.lines.jsonl"
      ),
      (
        "d.jsonl", Array("{\n \"a\": 1\n}\n".utf8),
        "d.jsonl:1:1: the file is JSON whose objects are written over several lines, not JSON Lines.",
        writers + "jq -c . d.jsonl > d.lines.jsonl"
      ),
      (
        "d.jsonl", Array("a,b\n1,2\n".utf8), "d.jsonl:1: the file is a CSV table.",
        "Use --format csv."
      ),
      (
        "d.jsonl", Array("\n{\"a\": NaN}\n".utf8),
        "d.jsonl:2:7: not JSON: NaN is no number in JSON.",
        "Write null instead: python3 -c 'import json,sys; [print(json.dumps(json.loads("
          + "l,parse_constant=lambda c:None))) for l in sys.stdin]' < d.jsonl > d.lines.jsonl"
      ),
      (
        "d.jsonl", Array("[1]\n[2]\n".utf8), "d.jsonl:1:1: a row must be one JSON object.",
        "Each line must be one JSON object (RFC 8259), in UTF-8."
      ),
      (
        "d.jsonl", Array("\n\n".utf8), "d.jsonl: the file is empty.",
        "Each line must be one JSON object."
      ),
      (
        "d.csv", Array("\n\n".utf8), "d.csv: the file is empty.",
        "The first line must name the columns."
      ),
      (
        "d.csv", [0x1F, 0x8B, 8], "d.csv:1: the file is compressed with gzip.",
        "Make lines of text out of it: gzip -dc d.csv > d.lines.csv"
      ),
      (
        "d.csv", Array("PAR1".utf8), "d.csv:1: the file is a Parquet file.", duckdb("d.csv")
      ),
      (
        "d.csv", utf16("a\nb\n", .littleEndian, mark: false),
        "d.csv:1: the file is in UTF-16, without a byte-order mark.", "Add --encoding utf-16."
      ),
    ] as [(String, [UInt8], String, String)])
  func `a dataset that is something else is told with the remedy`(
    name: String, bytes: [UInt8], problem: String, remedy: String
  ) throws {
    #expect(try error(bytes, name: name) == [problem, remedy])
  }

  /// As Miller 6.6's `--otsv`, jq 1.6's `@tsv` and PostgreSQL's `COPY` write it: no quotes, escapes
  /// with a letter. jq and PostgreSQL also write a return as `\\r`.
  @Test(arguments: [
    (#"x\ty\nz"#, "x\ty\nz", 1), (#"C:\\temp"#, #"C:\temp"#, 1), (#"a\rb"#, "a\rb", 1),
    (#""q" \"#, #""q" \"#, 0), (#"\d \u00e9"#, #"\d \u00e9"#, 0), (#"\N"#, "", 0),
    (#"\\n"#, #"\n"#, 1), (#"\\\n"#, "\\\n", 1), ("", "", 0), (#"\"#, #"\"#, 0),
  ])
  func `escapes of TSV are read with an option, and told without`(
    written: String, meant: String, told: Int
  ) throws {
    let text = "id\ttext\n1\t\(written)\n"
    let read = try table(text.utf8, name: "d.tsv", DatasetReading(escape: .tsv))
    #expect(read.all == [["id", "text"], ["1", meant]])
    #expect(read.notes.isEmpty)
    let plain = try table(text.utf8, name: "d.tsv")
    if !written.hasPrefix("\"") { #expect(plain.all[1][1] == written) }
    let notes = plain.notes.filter { $0.contains("--csv-escape tsv") }
    #expect(notes.count == told && notes.allSatisfy { $0.contains(":2: 1 cell with ") })
  }

  @Test func `the note on escapes counts cells and names the option`() {
    #expect(
      DatasetNote.escapesInTSV(count: 3, line: 7).sentence(about: "d.tsv")
        == #"d.tsv:7: 3 cells with \t, \n, \r or \\ stay as they are. If these stand for tabs, "#
        + "line breaks and backslashes, as Miller, jq and PostgreSQL write them, add "
        + "--csv-escape tsv.")
  }

  @Test func `a name that says nothing is told after what the contents say`() throws {
    #expect(
      try error("PAR1\u{0}\u{1}".utf8, name: "d.parquet") == [
        "d.parquet:1: the file is a Parquet file.",
        Self.duckdb("d.parquet"),
      ])
    #expect(
      try error([0x1F, 0x8B, 8, 0], name: "d.csv.gz") == [
        "d.csv.gz:1: the file is compressed with gzip.",
        "Make lines of text out of it: gzip -dc d.csv.gz > d.csv",
      ])
    #expect(
      try error("a,b\n".utf8, name: "d.dat")?.first
        == "cannot tell the format of 'd.dat' from its name.")
  }
}
