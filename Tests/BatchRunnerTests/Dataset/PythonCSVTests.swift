import Foundation
import Testing

@testable import BatchRunner

/// Against Python's `csv`, both ways; skipped, with a note, where there is no `python3`.
@Suite(.timeLimit(.minutes(5))) struct PythonCSVTests {
  private static let cases = 500
  private static let python = [
    "/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3",
  ]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Runs a script in a folder; `false`: there is no Python.
  private func run(_ script: String, in folder: TemporaryFolder) throws -> Bool {
    guard let python = Self.python else {
      print("skipped: no python3 on this machine")
      return false
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return true
  }

  @Test func `what Python writes is read as Python reads it`() throws {
    let folder = TemporaryFolder()
    let script = #"""
      import csv, io, json, random
      dice = random.Random(20261123)
      bits = ['a', 'é', '字', '😀', '"', '""', ',', '\t', '\n', '\r', '\r\n', ' ', "'", ';', '=1+1', '0', '', '\\']
      for case in range(\#(Self.cases)):
        width = dice.randint(1, 6)
        rows = [[''.join(dice.choice(bits) for _ in range(dice.randint(0, 8)))
          for _ in range(width)] for _ in range(dice.randint(1, 12))]
        tabs = dice.random() < 0.3
        text = io.StringIO(newline='')
        csv.writer(text, delimiter='\t' if tabs else ',',
          lineterminator=dice.choice(['\n', '\r\n', '\r']),
          quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])).writerows(rows)
        text = text.getvalue()
        if dice.random() < 0.3: text = text.rstrip('\r\n') if rows[-1][-1:] != [''] and not rows[-1][-1].endswith(('\r', '\n')) else text
        back = list(csv.reader(io.StringIO(text, newline=''), delimiter='\t' if tabs else ','))
        name = f'{case}.' + ('tsv' if tabs else 'csv')
        open(name, 'w', newline='', encoding=dice.choice(['utf-8', 'utf-8-sig'])).write(text)
        json.dump([name, [row for row in back if row]], open(f'{case}.json', 'w'))
      """#
    guard try run(script, in: folder) else { return }
    var ragged = 0
    for number in 0..<Self.cases {
      let json = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(number).json"))
      let expected = try JSONDecoder().decode(Expected.self, from: json)
      let table = try Table("\(folder.path)/\(expected.name)")
      // A bare CR or LF that the writer left unquoted ends a row, for Python too.
      let fitting = expected.rows.filter { $0.count == expected.rows[0].count }
      #expect(table.all == fitting, "seed 20261123, case \(number)")
      #expect(table.problems.count == expected.rows.count - fitting.count, "case \(number)")
      ragged += table.problems.count
    }
    print("CSV files written by Python and read: \(Self.cases), ragged rows told: \(ragged)")
  }

  @Test func `what is exported is read by Python unchanged`() throws {
    let folder = TemporaryFolder()
    var dice = SeededGenerator(seed: 7)
    let bits = [
      "a", "é", "字", "😀", "\"", "\"\"", ",", "\t", "\n", "\r", "\r\n", " ", "'", ";", "=1+1", "-3",
      "",
    ]
    for number in 0..<Self.cases {
      let format: DatasetFormat = number % 3 == 0 ? .tsv : .csv
      let width = Int.random(in: 1...5, using: &dice)
      let rows = (0..<Int.random(in: 1...10, using: &dice)).map { _ in
        (0..<width).map { _ in
          (0..<Int.random(in: 0...7, using: &dice)).map { _ in bits.randomElement(using: &dice)! }
            .joined()
        }
      }
      var writer = TableWriter(format, columns: rows[0], isRaw: true)
      for row in rows.dropFirst() {
        for cell in row { writer.text(Array(cell.utf8)) }
        writer.endRow()
      }
      let path = "\(folder.path)/\(number)"
      try Data(writer.bytes).write(to: URL(fileURLWithPath: path + ".\(format)"))
      try JSONEncoder().encode(rows).write(to: URL(fileURLWithPath: path + ".json"))
    }
    let script = """
      import csv, json, os
      for case in range(\(Self.cases)):
        name = f'{case}.tsv' if case % 3 == 0 else f'{case}.csv'
        rows = list(csv.reader(open(name, newline='', encoding='utf-8'),
          delimiter='\\t' if case % 3 == 0 else ','))
        assert rows == json.load(open(f'{case}.json')), (case, rows)
      """
    guard try run(script, in: folder) else { return }
    print("tables exported and read by Python: \(Self.cases)")
  }

  private struct Expected: Decodable {
    let name: String
    let rows: [[String]]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      name = try list.decode(String.self)
      rows = try list.decode([[String]].self)
    }
  }
}
