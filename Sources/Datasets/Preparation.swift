import Basics
import BatchRunner

/// Makes a job file out of a dataset and a template, row by row.
package struct Preparation {
  package struct Options: Equatable, Sendable {
    /// `nil`: by its name.
    package var format: DatasetFormat?
    /// `nil`: jobs are named for their rows, `row-17`.
    package var idColumn: String?
    package var allowsEmpty = false
    /// A row must pass all of them.
    package var filters: [RowFilter] = []
    package var limit: Int?

    package init() {}
  }

  private enum Piece {
    case literal([UInt8])
    case cell(Int, Template.Form)
  }

  package private(set) var jobs = 0
  package private(set) var problems = 0
  /// The first job's body.
  package private(set) var first: String?
  package private(set) var cost = PreparedCost()

  private let path: String
  private let options: Options
  private let source: any DatasetSource
  private let columns: [String]
  private var pieces: [Piece] = []
  private var filters: [(column: Int, value: [UInt8], isEqual: Bool)] = []
  private var idColumn: Int?
  private var ids = HashIndex()
  /// By id, where its row begins.
  private var lines: [UInt32] = []
  private var parser = JobLineParser()
  private var outline = JSONOutline()
  private var line: [UInt8] = []
  private var scratch: [UInt8] = []

  package init(
    _ path: String, _ template: Template, _ options: Options
  ) throws(DatasetError) {
    self.path = path
    self.options = options
    source = try Dataset.open(path, format: options.format)
    columns = source.columns
    for piece in template.pieces {
      switch piece {
      case .literal(let bytes): pieces.append(.literal(bytes))
      case .cell(let name, let form):
        let column = try Dataset.column(name, of: columns, path: path, source: template.path)
        pieces.append(.cell(column, form))
      }
    }
    for filter in options.filters {
      let column = try Dataset.column(filter.column, of: columns, path: path, source: "--where")
      filters.append((column, Array(filter.value.utf8), filter.isEqual))
    }
    if let name = options.idColumn {
      idColumn = try Dataset.column(name, of: columns, path: path, source: "--id-column")
    }
  }

  /// Hands each line to `output`; a row that makes no job is told to `problem`, and the rest is
  /// looked at all the same.
  package mutating func run(
    into output: WholeFile, problem: (DatasetProblem) -> Void
  ) throws {
    while jobs < options.limit ?? .max, let row = try source.next() {
      var reason = row.problem
      if reason == nil {
        guard isWanted() else { continue }
        reason = make(row)
      }
      if let reason {
        problems += 1
        problem(DatasetProblem(path: path, line: row.line, reason: reason))
      } else if problems == 0 {
        try output.append(line)
      }
    }
    if problems == 0, jobs == 0 { throw DatasetError.noRows(path) }
  }
}

// MARK: - One row

extension Preparation {
  private mutating func isWanted() -> Bool {
    for filter in filters {
      scratch.removeAll(keepingCapacity: true)
      source.cell(filter.column).append(to: &scratch)
      if (scratch == filter.value) != filter.isEqual { return false }
    }
    return true
  }

  /// Writes the row's job into ``line``; answers why there is none.
  private mutating func make(_ row: DatasetRow) -> DatasetProblem.Reason? {
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: JobSpelling.head)
    if let idColumn {
      line.append(UInt8(ascii: "\""))
      appendText(source.cell(idColumn))
      line.append(UInt8(ascii: "\""))
    } else {
      line.append(contentsOf: "\"row-".utf8)
      line.append(decimal: row.number)
      line.append(UInt8(ascii: "\""))
    }
    line.append(contentsOf: JobSpelling.middle)
    let start = line.count
    return appendBody() ?? check(row, bodyStart: start)
  }

  private mutating func appendBody() -> DatasetProblem.Reason? {
    for piece in pieces {
      switch piece {
      case .literal(let bytes): line.append(contentsOf: bytes)
      case .cell(let column, let form):
        let cell = source.cell(column)
        if !options.allowsEmpty, cell.isEmpty { return .emptyCell(column: columns[column]) }
        switch form {
        case .text: appendText(cell)
        case .value:
          var json: [UInt8] = []
          appendJSON(cell, to: &json)
          line.append(contentsOf: json)
        case .json:
          var json: [UInt8] = []
          appendJSON(cell, to: &json)
          json.withUnsafeBytes { JSONString.append(escaping: $0, to: &line) }
        }
      }
    }
    return nil
  }

  private mutating func check(_ row: DatasetRow, bodyStart: Int) -> DatasetProblem.Reason? {
    let end = line.count
    line.append(contentsOf: JobSpelling.tail)
    switch parse() {
    case .failure(let problem):
      if case .notJSON(let clause) = problem.reason, clause.contains("UTF-8") {
        return .invalidUTF8
      }
      return .notAJob(problem.reason)
    case .success(let job):
      if idColumn != nil, let id = job.id, let reason = note(id, row) { return reason }
    }
    count(bodyStart..<end)
    if jobs == 0 { first = String(decoding: line[bodyStart..<end], as: UTF8.self) }
    jobs += 1
    line.append(0x0A)
    return nil
  }

  private mutating func parse() -> Result<JobLine, JobLineProblem> {
    var bytes: [UInt8] = []
    swap(&bytes, &line)
    defer { swap(&bytes, &line) }
    return bytes.withUnsafeBytes { text in
      do throws(JobLineProblem) {
        return .success(try parser.parse(text))
      } catch {
        return .failure(error)
      }
    }
  }

  private mutating func count(_ body: Range<Int>) {
    var bytes: [UInt8] = []
    swap(&bytes, &line)
    defer { swap(&bytes, &line) }
    bytes.withUnsafeBytes { cost.add(UnsafeRawBufferPointer(rebasing: $0[body])) }
  }

  private mutating func note(_ id: String, _ row: DatasetRow) -> DatasetProblem.Reason? {
    let hash = XXHash64.hash(id)
    if let taken = ids.index(of: hash) { return .idTaken(id, line: Int(lines[taken])) }
    ids.append(hash)
    lines.append(UInt32(clamping: row.line))
    return nil
  }

  private mutating func appendText(_ cell: DatasetCell) {
    switch cell {
    case .text(let text), .json(let text): JSONString.append(escaping: text, to: &line)
    case .string(let inside): line.append(contentsOf: inside)
    case .missing: break
    }
  }

  /// A CSV cell has no type: what reads as JSON is that JSON, other text a JSON string.
  private mutating func appendJSON(_ cell: DatasetCell, to bytes: inout [UInt8]) {
    switch cell {
    case .text(let text):
      if (try? outline.read(text, depth: 0)) != nil {
        // A line break inside a string is no JSON, so all that are there stand between tokens.
        bytes.append(contentsOf: text.lazy.filter { $0 != 0x0A && $0 != 0x0D })
      } else {
        bytes.append(UInt8(ascii: "\""))
        JSONString.append(escaping: text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
      }
    case .string(let inside):
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: inside)
      bytes.append(UInt8(ascii: "\""))
    case .json(let text): bytes.append(contentsOf: text)
    case .missing: bytes.append(contentsOf: "null".utf8)
    }
  }
}
