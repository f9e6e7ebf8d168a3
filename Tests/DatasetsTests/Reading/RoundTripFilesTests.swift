import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Datasets

/// The same dataset as each of eleven tools wrote it (`Samples/datasets/round-trip`).
@Suite struct RoundTripFilesTests {
  private static let folder = ProjectFolder.path(of: "Samples/datasets/round-trip")
  private static let columns = ["id", "code", "created_at", "decimal", "uuid", "text", "note"]
  /// These tools write LF for CR and CRLF inside cells.
  private static let lineFeedsOnly = ["csvkit", "libreoffice"]

  static let files: [String] = [
    "csvkit.csv", "csvkit.jsonl", "datasets.csv", "datasets.jsonl", "duckdb.csv", "duckdb.jsonl",
    "jq.csv", "jq.jsonl", "libreoffice.csv", "miller.csv", "miller.jsonl", "pandas.csv",
    "pandas.jsonl", "polars.csv", "polars.jsonl", "pyarrow.csv", "r.csv", "r.jsonl",
    "sqlite-utils.csv", "sqlite-utils.jsonl",
  ]

  /// Ids and texts that other programs take for numbers, days, formulas or missing values.
  private static let cells: [(id: String, text: String)] = [
    ("0012", #"He said "no", then left"#),
    ("1e5", "a\ttab"),
    ("2024-01-01", "CR\rLF\nCRLF\r\nend"),
    ("-", "=1+1"),
    ("'-", "+1 (555) 010"),
    ("@ann", "-2+3"),
    ("1.0", "@SUM(A1:A9)"),
    ("6f1c2d0e-3b4a-4c5d-8e9f-0a1b2c3d4e5f", "'already with an apostrophe"),
    ("=1+1", "''"),
    ("+7", "1e5"),
    ("true", "2024-01-01"),
    ("NaN", "NA"),
    ("null", "null"),
    ("NA", "None"),
    ("10:30", "0012"),
    ("0x1F", "1.0"),
    ("1_000", "true"),
    ("a b", #"C:\new\table"#),
    (
      "\u{DC}ber-\u{65E5}\u{672C}",
      "Za\u{17C}\u{F3}\u{142}\u{107} \u{65E5}\u{672C}\u{8A9E} \u{627}\u{644}\u{639}\u{631}\u{628}"
        + "\u{64A}\u{629} e\u{301} \u{A0} \u{2028} end"
    ),
    ("a,b;c|d", "a;b|c,d"),
    ("\"q\"", #"{"a": "x\"y"}"#),
    (" 40 ", " spaces around "),
    ("#1", "# no comment"),
    ("12345678901234567890", "<b>&amp;</b>\n"),
  ]

  /// The rows that a tool's files have.
  private func rows(of file: String) -> [[String]] {
    Self.cells.enumerated().map { index, cells in
      let number = index + 1
      let digits = { (width: Int) in
        String(repeating: "0", count: width - "\(number)".count) + "\(number)"
      }
      return [
        cells.id, digits(4), "2024-01-\(digits(2))", "\(number).0",
        "00000000-0000-4000-8000-\(digits(12))", text(cells.text, in: file),
        number % 3 == 0 ? "" : "NA",
      ]
    }
  }

  private func text(_ text: String, in file: String) -> String {
    guard Self.lineFeedsOnly.contains(where: file.hasPrefix) else { return text }
    return text.replacingOccurrences(of: "\r\n", with: "\n")
      .replacingOccurrences(of: "\r", with: "\n")
  }

  @Test func `every stored file is compared`() throws {
    let stored = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".jsonl") }
    #expect(stored.sorted() == Self.files)
  }

  @Test(arguments: files) func `the cells are those that the tool was given`(file: String) throws {
    let table = try Table("\(Self.folder)/\(file)")
    #expect(table.columns == Self.columns)
    // Compared by bytes: Swift's strings are equal if they look alike.
    #expect(
      table.rows.map { $0.map { Array($0.utf8) } }
        == rows(of: file).map { $0.map { Array($0.utf8) } })
    #expect(table.problems == [])
    #expect(table.notes == [])
  }

  /// A line of a job file.
  private struct Line: Decodable {
    struct Body: Decodable { let messages: [Message] }
    struct Message: Decodable { let content: String }
    enum CodingKeys: String, CodingKey {
      case id = "custom_id"
      case body
    }
    let id: String
    let body: Body
  }

  @Test(arguments: files) func `the jobs have the ids and texts of the rows`(file: String) throws {
    let folder = TemporaryFolder()
    let template = #"{"model":"m","messages":[{"role":"user","content":"{{text}}"}]}"#
    for (column, name) in Self.columns.prefix(5).enumerated() {
      var options = Preparation.Options()
      options.idColumn = name
      var preparation = try Preparation(
        "\(Self.folder)/\(file)",
        Template(Array(template.utf8), path: "t.json", model: nil, system: nil), options)
      let output = "\(folder.path)/\(name).jsonl"
      let jobs = try AtomicFile(output, replaces: false)
      try preparation.run(into: jobs) { Issue.record("\($0.problem)") }
      try jobs.finish()
      let lines = try Data(contentsOf: URL(fileURLWithPath: output)).split(separator: 0x0A)
        .map { try JSONDecoder().decode(Line.self, from: $0) }
      let rows = rows(of: file)
      #expect(lines.map(\.id) == rows.map { $0[column] })
      #expect(
        lines.map { Array($0.body.messages[0].content.utf8) } == rows.map { Array($0[5].utf8) })
    }
  }
}
