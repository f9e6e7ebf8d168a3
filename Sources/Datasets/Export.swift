import Basics
package import BatchRunner

/// Writes the answers of a run as a table; works while the run runs.
package struct Export {
  package struct Options: Equatable, Sendable {
    package struct Join: Equatable, Sendable {
      package var dataset: String
      /// `nil`: by its name.
      package var format: DatasetFormat?
      /// `nil`: jobs are named for their rows, `row-17`.
      package var idColumn: String?

      package init(dataset: String, format: DatasetFormat? = nil, idColumn: String? = nil) {
        self.dataset = dataset
        self.format = format
        self.idColumn = idColumn
      }
    }

    package var format = DatasetFormat.csv
    package var isRaw = false
    package var fields: [String] = []
    /// Also the jobs that failed; a join always has them.
    package var hasFailures = false
    package var join: Join?

    package init() {}
  }

  /// Rows written, and those among them that hold an answer or an error.
  package private(set) var rows = 0
  package private(set) var answers = 0
  package private(set) var failed = 0
  /// Answers without a JSON object, and by field, answers whose object lacks it.
  package private(set) var withoutObject = 0
  package private(set) var lacking: [Int]
  package var damaged: Int { index.damaged }

  private let options: Options
  private let index: OutcomeIndex
  private let results: ReadableFile?
  private let failures: ReadableFile?
  private var cells = OutcomeCells()
  private var object = AnswerObject()
  private var writer: TableWriter
  private let dataset: (any DatasetSource)?
  private var idColumn: Int?

  /// Reads where the answers are.
  package init(_ directory: RunDirectory, _ options: Options) throws(DatasetError) {
    self.options = options
    lacking = Array(repeating: 0, count: options.fields.count)
    do throws(FileError) {
      results = try Self.open(directory.results)
      failures = try Self.open(directory.failures)
      index = try OutcomeIndex(results: results, failures: failures)
    } catch {
      throw .file(error)
    }
    var columns: [String] = []
    if let join = options.join {
      let source = try Dataset.open(join.dataset, format: join.format)
      if let name = join.idColumn {
        idColumn = try Dataset.column(
          name, of: source.columns, path: join.dataset, source: "--id-column")
      }
      dataset = source
      columns = source.columns
    } else {
      dataset = nil
    }
    let own = [
      "answer", "finish_reason", "model", "tokens_in", "tokens_out", "latency_ms", "error",
    ]
    for name in (idColumn == nil ? ["id"] : []) + own + options.fields {
      columns.append(Self.free(name, among: columns))
    }
    writer = TableWriter(options.format, columns: columns, isRaw: options.isRaw)
  }

  private static func open(_ path: String) throws(FileError) -> ReadableFile? {
    RunDirectory(path).exists ? try ReadableFile(path) : nil
  }

  /// The name, with `_2`, `_3`… where it is taken.
  private static func free(_ name: String, among columns: [String]) -> String {
    if !columns.contains(name) { return name }
    var number = 2
    while columns.contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }
}

// MARK: - Rows

extension Export {
  /// In the dataset's order.
  package mutating func runJoined(into output: WholeFile) throws {
    guard let dataset, let join = options.join else { preconditionFailure("a join of nothing") }
    var results = results.map { LineWindow($0) }
    var failures = failures.map { LineWindow($0) }
    var id: [UInt8] = []
    while let row = try dataset.next() {
      if let reason = row.problem {
        throw DatasetError.row(DatasetProblem(path: join.dataset, line: row.line, reason: reason))
      }
      id.removeAll(keepingCapacity: true)
      if let idColumn {
        dataset.cell(idColumn).append(to: &id)
      } else {
        id.append(contentsOf: "row-".utf8)
        id.append(decimal: row.number)
      }
      for column in dataset.columns.indices { writer.cell(dataset.cell(column)) }
      let place = index.place(of: id.withUnsafeBytes { XXHash64.hash($0) })
      if let place, let line = try Self.line(place, &results, &failures) {
        write(line, isResult: place.isResult)
      } else {
        writeNothing(id)
      }
      try hand(to: output)
    }
    if answers == 0, index.results > 0 {
      throw DatasetError.noAnswerFits(path: join.dataset, answers: index.results)
    }
    try flush(to: output)
  }

  /// In the order of completion, failures last.
  package mutating func run(into output: WholeFile) throws {
    for (file, isResult) in [(results, true), (failures, false)] {
      guard let file, isResult || options.hasFailures else { continue }
      var lines = LineReader(file)
      while let line = try lines.next(), line.isWhole {
        guard let bytes = line.bytes, let head = OutcomeHead(bytes),
          index.place(of: head.idHash)
            == OutcomeIndex.Place(isResult: isResult, offset: line.offset)
        else { continue }
        write(bytes, isResult: isResult)
        try hand(to: output)
      }
    }
    try flush(to: output)
  }

  /// In the order of the job file; what is no longer in it is left out.
  package mutating func run(in jobs: JobTable, into output: WholeFile) throws {
    var results = results.map { LineWindow($0) }
    var failures = failures.map { LineWindow($0) }
    for job in 0..<jobs.count {
      guard let place = index.place(of: jobs.idHash(of: job)),
        place.isResult || options.hasFailures,
        let line = try Self.line(place, &results, &failures)
      else { continue }
      write(line, isResult: place.isResult)
      try hand(to: output)
    }
    try flush(to: output)
  }

  private static func line(
    _ place: OutcomeIndex.Place, _ results: inout LineWindow?, _ failures: inout LineWindow?
  ) throws(FileError) -> UnsafeRawBufferPointer? {
    place.isResult
      ? try results?.line(at: place.offset) : try failures?.line(at: place.offset)
  }

  private mutating func hand(to output: WholeFile) throws(WholeFileError) {
    if writer.bytes.count > 1 << 16 { try flush(to: output) }
  }

  private mutating func flush(to output: WholeFile) throws(WholeFileError) {
    try output.append(writer.bytes)
    writer.bytes.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ line: UnsafeRawBufferPointer, isResult: Bool) {
    cells.read(line, isResult: isResult)
    rows += 1
    if isResult { answers += 1 } else { failed += 1 }
    if idColumn == nil { writer.text(cells.id) }
    for text in [cells.answer, cells.finishReason, cells.model] { writer.text(text) }
    for value in [cells.tokensIn, cells.tokensOut, cells.latencyMilliseconds] {
      writer.number(value)
    }
    writer.text(cells.error)
    writeFields(isResult: isResult)
    writer.endRow()
  }

  private mutating func writeFields(isResult: Bool) {
    guard !options.fields.isEmpty else { return }
    cells.answer.withUnsafeBytes { text in
      let hasObject = isResult && object.find(in: text)
      if isResult, !hasObject { withoutObject += 1 }
      for (number, name) in options.fields.enumerated() {
        let value = hasObject ? object.member(name, in: text) : nil
        if hasObject, value == nil { lacking[number] += 1 }
        writer.cell(value ?? .missing)
      }
    }
  }

  /// A row of the dataset that has no line in the run.
  private mutating func writeNothing(_ id: [UInt8]) {
    rows += 1
    if idColumn == nil { writer.text(id) }
    for _ in 0..<(7 + options.fields.count) { writer.cell(.missing) }
    writer.endRow()
  }
}
