import Basics
package import BatchRunner

/// Writes the answers of a run as a table. The run may be active at the same time.
package struct Export {
  /// The options of `nightshift export`.
  package struct Options: Equatable, Sendable {
    package var format = DatasetFormat.csv
    /// Whether to leave cells unchanged that a spreadsheet would read as formulas.
    package var isRaw = false
    /// Members of the JSON objects in the answers; each gets a column.
    package var fields: [String] = []
    /// Whether failed jobs get rows too. A join always includes them.
    package var includesFailures = false
    /// The dataset whose rows get the answers as more columns.
    package var join: Join?
    /// Of a table of several runs: the text of its first column, `run`.
    package var run: String?
    /// Whether the table has a header; of a table of several runs, only the first part has.
    package var hasHeader = true
    /// Whether JSON Lines have strings in place of other JSON values; counts stay numbers.
    package var hasTextsOnly = false

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
  package var notes: [DatasetNote] { dataset?.source.notes ?? [] }
  /// What is to be told about a join after it was written.
  package private(set) var report: JoinReport?
  /// The number of damaged lines in the run's files, which are skipped.
  package var damaged: Int { index.damaged }
  /// The number of cells with a `'` in front that the answer does not have.
  package var guarded: Int { writer.guarded }
  /// The table's columns, and whether they have counts; known once the rows are written.
  package var columns: [(name: String, isCount: Bool)] {
    writer.columns.enumerated().map { ($1, writer.hasCounts[$0]) }
  }
  /// The number of cells in quotes.
  package var quoted: Int { writer.quoted }

  private let options: Options
  private let index: OutcomeIndex
  private let results: ReadableFile?
  private let failures: ReadableFile?
  private var cells: OutcomeCells
  private var object = AnswerObject()
  private var writer: TableWriter
  private let dataset: Dataset?
  /// The template that makes the jobs' bodies from the rows, if they are to be compared.
  private let template: Template?
  /// The index of the dataset's id column. If there is one, the table has no column `id` of its own.
  private var idColumn: Int?
  /// There is a column for labels. With several runs there always is: all have the same columns.
  private let hasLabels: Bool

  /// Reads the run's files to find each job's last outcome, and opens the dataset of a join.
  package init(
    _ directory: RunDirectory, _ options: Options, template: Template? = nil
  ) throws(DatasetError) {
    self.options = options
    self.template = template
    cells = OutcomeCells(wantsJSON: !options.fields.isEmpty)
    withoutField = Array(repeating: 0, count: options.fields.count)
    do throws(FileError) {
      results = try Self.open(directory.results)
      failures = try Self.open(directory.failures)
      index = try OutcomeIndex(
        results: results, failures: failures,
        readsRows: options.join.map { $0.idColumn == nil } ?? false)
    } catch {
      throw .file(error)
    }
    hasLabels = index.hasLabels || options.run != nil
    var columns: [String] = []
    if let join = options.join {
      let opened = try Dataset(join.dataset, join.reading)
      let source = opened.source
      if let name = join.idColumn {
        idColumn = try Dataset.column(
          name, of: source.columns, path: join.dataset, source: join.idColumnSource)
      }
      dataset = opened
      columns = source.columns
    } else {
      dataset = nil
    }
    let added =
      (idColumn == nil ? ["id"] : []) + Self.answerColumns + (hasLabels ? ["label"] : [])
      + options.fields
    for name in added { columns.append(Self.uniqueName(name, among: columns)) }
    writer = TableWriter(
      options.format, columns: columns, isRaw: options.isRaw,
      first: options.run.map { (Self.uniqueName("run", among: columns), $0) },
      hasHeader: options.hasHeader, hasTextsOnly: options.hasTextsOnly)
  }

  private static let answerColumns = [
    "answer", "finish_reason", "model", "tokens_in", "tokens_out", "latency_ms", "error",
    "tokens_cached", "tokens_reasoning", "cost_usd",
  ]

  /// `nil` if the file does not exist.
  static func open(_ path: String) throws(FileError) -> ReadableFile? {
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

// MARK: - Damage

extension Export {
  /// Throws if lines of the run's files that were written whole are damaged now: a table without them
  /// would look as if their jobs had no answers.
  package func requireWhole(_ directory: RunDirectory) throws(CheckpointError) {
    try index.requireWhole(directory, results: results, failures: failures)
  }
}

// MARK: - Rows

extension Export {
  /// Writes all rows of the dataset in their order, with the answers that the run has for them.
  ///
  /// Throws ``JoinError`` if the run has answers, but none for any row, or if rows were edited.
  package mutating func runJoined(into output: AtomicFile) throws {
    guard let opened = dataset, let join = options.join else {
      preconditionFailure("runJoined was called without a dataset to join")
    }
    let dataset = opened.source
    var finder = try AnswerFinder(
      opened, index, join, template, idColumn: idColumn, results: self.results)
    var results = results.map { LineWindow($0) }
    var failures = failures.map { LineWindow($0) }
    var id: [UInt8] = []
    while let row = try dataset.next() {
      if let reason = row.problem {
        throw DatasetError.row(DatasetProblem(path: join.dataset, line: row.line, reason: reason))
      }
      id.removeAll(keepingCapacity: true)
      let place = finder.outcome(of: row, id: &id)
      for column in dataset.columns.indices { writer.cell(dataset.cell(column)) }
      if let place, let line = try Self.line(place, &results, &failures) {
        write(line, isResult: place.isResult)
      } else {
        writeEmptyRow(id)
      }
      try flushIfLarge(to: output)
    }
    report = try finder.finish()
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
    for text in [cells.answer, cells.finishReason, cells.model] {
      text.withCell { writer.answer($0) }
    }
    for value in [cells.usage.tokensIn, cells.usage.tokensOut, cells.latencyMilliseconds] {
      writer.number(value)
    }
    cells.error.withCell { writer.answer($0) }
    writer.number(cells.usage.cachedIn)
    writer.number(cells.usage.reasoningOut)
    writer.number(spelling: cells.cost)
    if hasLabels { cells.label.withCell { writer.answer($0) } }
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
        writer.answer(value ?? .missing)
      }
    }
  }

  /// Writes a row of the dataset whose job has no outcome.
  private mutating func writeEmptyRow(_ id: [UInt8]) {
    rows += 1
    if idColumn == nil { writer.text(id) }
    let count = Self.answerColumns.count + (hasLabels ? 1 : 0) + options.fields.count
    for _ in 0..<count { writer.cell(.missing) }
    writer.endRow()
  }
}
