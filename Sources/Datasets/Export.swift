import Basics
package import BatchRunner

/// Writes the answers of a run as a table. The run may be active at the same time.
package struct Export {
  /// The options of `nightshift export`.
  package struct Options: Equatable, Sendable {
    /// The dataset whose rows get the answers as more columns (`--join`).
    package struct Join: Equatable, Sendable {
      package var dataset: String
      package var reading: DatasetReading
      /// The column with the jobs' ids. `nil` means ids by row number, such as `row-17`.
      package var idColumn: String?

      package init(
        dataset: String, reading: DatasetReading = DatasetReading(), idColumn: String? = nil
      ) {
        self.dataset = dataset
        self.reading = reading
        self.idColumn = idColumn
      }
    }

    package var format = DatasetFormat.csv
    /// Whether to leave cells unchanged that a spreadsheet would read as formulas.
    package var isRaw = false
    /// Members of the JSON objects in the answers; each gets a column.
    package var fields: [String] = []
    /// Whether failed jobs get rows too. A join always includes them.
    package var includesFailures = false
    package var join: Join?

    package init() {}
  }

  /// The number of rows written.
  package private(set) var rows = 0
  /// The number of rows with an answer.
  package private(set) var answers = 0
  /// The number of rows of failed jobs.
  package private(set) var failed = 0
  /// The number of answers without a JSON object; counted only if there are fields.
  package private(set) var withoutObject = 0
  /// For each of the fields, the number of answers whose object does not have it.
  package private(set) var withoutField: [Int]
  /// What the user should know about the dataset's rows that were read so far.
  package var notes: [DatasetNote] { dataset?.notes ?? [] }
  /// The number of damaged lines in the run's files, which are skipped.
  package var damaged: Int { index.damaged }

  private let options: Options
  private let index: OutcomeIndex
  private let results: ReadableFile?
  private let failures: ReadableFile?
  private var cells: OutcomeCells
  private var object = AnswerObject()
  private var writer: TableWriter
  private let dataset: (any DatasetSource)?
  /// The index of the dataset's id column. If there is one, the table has no column `id` of its own.
  private var idColumn: Int?

  /// Reads the run's files to find each job's last outcome, and opens the dataset of a join.
  package init(_ directory: RunDirectory, _ options: Options) throws(DatasetError) {
    self.options = options
    cells = OutcomeCells(wantsJSON: !options.fields.isEmpty)
    withoutField = Array(repeating: 0, count: options.fields.count)
    do throws(FileError) {
      results = try Self.open(directory.results)
      failures = try Self.open(directory.failures)
      index = try OutcomeIndex(results: results, failures: failures)
    } catch {
      throw .file(error)
    }
    var columns: [String] = []
    if let join = options.join {
      let source = try Dataset(join.dataset, join.reading).source
      if let name = join.idColumn {
        idColumn = try Dataset.column(
          name, of: source.columns, path: join.dataset, source: "--id-column")
      }
      dataset = source
      columns = source.columns
    } else {
      dataset = nil
    }
    let added = (idColumn == nil ? ["id"] : []) + Self.answerColumns + options.fields
    for name in added { columns.append(Self.uniqueName(name, among: columns)) }
    writer = TableWriter(options.format, columns: columns, isRaw: options.isRaw)
  }

  private static let answerColumns = [
    "answer", "finish_reason", "model", "tokens_in", "tokens_out", "latency_ms", "error",
    "tokens_cached", "tokens_reasoning", "cost_usd",
  ]

  /// `nil` if the file does not exist.
  private static func open(_ path: String) throws(FileError) -> ReadableFile? {
    RunDirectory(path).exists ? try ReadableFile(path) : nil
  }

  /// The name, or with `_2`, `_3` and so on appended if it is already used.
  private static func uniqueName(_ name: String, among columns: [String]) -> String {
    if !columns.contains(name) { return name }
    var number = 2
    while columns.contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }
}

// MARK: - Rows

extension Export {
  /// Writes all rows of the dataset in their order, with the answers that the run has for them.
  ///
  /// Throws ``DatasetError/noAnswerFits(path:answers:)`` if the run has answers, but none for any
  /// row.
  package mutating func runJoined(into output: AtomicFile) throws {
    guard let dataset, let join = options.join else {
      preconditionFailure("runJoined was called without a dataset to join")
    }
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
        writeEmptyRow(id)
      }
      try flushIfLarge(to: output)
    }
    if answers == 0, index.results > 0 {
      throw DatasetError.noAnswerFits(path: join.dataset, answers: index.results)
    }
    try flush(to: output)
  }

  /// Writes the answers in the order of completion, then the failed jobs if they are included.
  package mutating func run(into output: AtomicFile) throws {
    for (file, isResult) in [(results, true), (failures, false)] {
      guard let file, isResult || options.includesFailures else { continue }
      var lines = LineReader(file)
      while let line = try lines.next(), line.isWhole {
        // Only the last outcome of a job is written.
        guard let bytes = line.bytes, let head = OutcomeHead(bytes),
          index.place(of: head.idHash)
            == OutcomeIndex.Place(isResult: isResult, offset: line.offset)
        else { continue }
        write(bytes, isResult: isResult)
        try flushIfLarge(to: output)
      }
    }
    try flush(to: output)
  }

  /// Writes the answers in the order of the job file. Answers to jobs that are no longer in it are
  /// left out.
  package mutating func run(in jobs: JobTable, into output: AtomicFile) throws {
    var results = results.map { LineWindow($0) }
    var failures = failures.map { LineWindow($0) }
    for job in 0..<jobs.count {
      guard let place = index.place(of: jobs.idHash(of: job)),
        place.isResult || options.includesFailures,
        let line = try Self.line(place, &results, &failures)
      else { continue }
      write(line, isResult: place.isResult)
      try flushIfLarge(to: output)
    }
    try flush(to: output)
  }

  /// The outcome's line at this place; `nil` if it cannot be read any more.
  private static func line(
    _ place: OutcomeIndex.Place, _ results: inout LineWindow?, _ failures: inout LineWindow?
  ) throws(FileError) -> UnsafeRawBufferPointer? {
    place.isResult
      ? try results?.line(at: place.offset) : try failures?.line(at: place.offset)
  }

  /// Passes the rows on once there are more than 64 KiB of them.
  private mutating func flushIfLarge(to output: AtomicFile) throws(AtomicFileError) {
    if writer.bytes.count > 1 << 16 { try flush(to: output) }
  }

  private mutating func flush(to output: AtomicFile) throws(AtomicFileError) {
    try output.append(writer.bytes)
    writer.bytes.removeAll(keepingCapacity: true)
  }

  /// Writes the row for one line of the results or failures.
  private mutating func write(_ line: UnsafeRawBufferPointer, isResult: Bool) {
    cells.read(line, isResult: isResult)
    rows += 1
    if isResult { answers += 1 } else { failed += 1 }
    if idColumn == nil { writer.text(cells.id) }
    for text in [cells.answer, cells.finishReason, cells.model] { writer.text(text) }
    for value in [cells.usage.tokensIn, cells.usage.tokensOut, cells.latencyMilliseconds] {
      writer.number(value)
    }
    writer.text(cells.error)
    writer.number(cells.usage.cachedIn)
    writer.number(cells.usage.reasoningOut)
    writer.number(spelling: cells.cost)
    writeFields(isResult: isResult)
    writer.endRow()
  }

  /// Writes the fields of the answer's JSON object; empty cells if there is none.
  private mutating func writeFields(isResult: Bool) {
    guard !options.fields.isEmpty else { return }
    cells.json.withUnsafeBytes { text in
      let hasObject = isResult && object.find(in: text)
      if isResult, !hasObject { withoutObject += 1 }
      for (number, name) in options.fields.enumerated() {
        let value = hasObject ? object.member(name, in: text) : nil
        if hasObject, value == nil { withoutField[number] += 1 }
        writer.cell(value ?? .missing)
      }
    }
  }

  /// Writes a row of the dataset whose job has no outcome.
  private mutating func writeEmptyRow(_ id: [UInt8]) {
    rows += 1
    if idColumn == nil { writer.text(id) }
    for _ in 0..<(Self.answerColumns.count + options.fields.count) { writer.cell(.missing) }
    writer.endRow()
  }
}
