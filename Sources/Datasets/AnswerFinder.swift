import Basics
import BatchRunner

/// Finds the outcome that belongs to each row of the dataset of a join, and tells what belongs
/// nowhere.
struct AnswerFinder {
  private let dataset: Dataset
  private let index: OutcomeIndex
  private let join: Export.Options.Join
  private let results: ReadableFile?
  /// The index of the column with the ids; `nil` if ids are made from rows.
  private let idColumn: Int?
  /// Which row has which outcome, without an id column.
  private var matching: RowMatching?
  /// By number in ``index``: whether a row had the id.
  private var isUsed: [Bool]
  private var report: JoinReport

  /// Without an id column, reads the whole dataset once. Throws ``JoinError`` if rows cannot be found
  /// or were edited, before any row is written.
  init(
    _ dataset: Dataset, _ index: OutcomeIndex, _ join: Export.Options.Join, _ template: Template?,
    idColumn: Int?, results: ReadableFile?
  ) throws {
    (self.dataset, self.index, self.join) = (dataset, index, join)
    (self.idColumn, self.results) = (idColumn, results)
    report = JoinReport(join.dataset)
    isUsed = Array(repeating: false, count: idColumn == nil ? 0 : index.count)
    guard idColumn == nil else {
      let compares =
        template != nil ? "--template" : join.trustsPositions ? "--trust-positions" : nil
      guard let compares else { return }
      throw JoinError.idsFromColumn(join.idColumn ?? "", option: compares)
    }
    try checkPositions(template)
    let matching = RowMatching(
      try readRows(template), index.jobs,
      RowMatching.Rules(
        comparesBodies: template != nil, trustsPositions: join.trustsPositions,
        keepsEdited: join.keepsEdited, rowsBefore: join.rowsBefore))
    self.matching = matching
    try checkMatching(matching, template)
  }

  /// The outcome of the current row of the dataset; `nil` if it has none. Appends the row's id.
  mutating func outcome(of row: DatasetRow, id: inout [UInt8]) -> OutcomeIndex.Place? {
    if let matching {
      let index = row.number - 1
      // The file has grown since it was read first.
      guard index < matching.rows.count else { return nil }
      RowID(number: row.number, hash: matching.rows[index].hash).append(to: &id)
      return matching.job(of: index).map { self.index[$0] }
    }
    guard let idColumn else { return nil }
    dataset.source.cell(idColumn).append(to: &id)
    guard let number = index.number(of: id.withUnsafeBytes { XXHash64.hash($0) }) else {
      return nil
    }
    if isUsed[number] {
      if report.repeated.count == 0 { report.repeated.line = row.line }
      report.repeated.count += 1
    }
    isUsed[number] = true
    return index[number]
  }

  /// What is to be told, after the last row. Throws if no answer was used, or if the join is strict
  /// and not all answers have a row of their own.
  mutating func finish() throws -> JoinReport {
    if idColumn != nil {
      try tellLost(isUsed.indices.filter { !isUsed[$0] })
      try check()
    }
    return report
  }

  private func check() throws {
    if index.results > 0, report.lost == index.results, report.edited.count == 0 {
      throw JoinError.nothingFits(
        path: join.dataset, answers: index.results,
        detail: idColumn == nil || report.counterpart == nil
          ? nil : "the run has '\(report.lostID)', \(report.counterpartClause)",
        record: idColumn == nil ? join.missingRecord : nil)
    }
    if join.isStrict, let sentence = report.refusal { throw JoinError.strict(sentence) }
  }
}

// MARK: - Ids made from rows

extension AnswerFinder {
  /// Throws if ids say only positions, and these are neither checked nor trusted.
  private func checkPositions(_ template: Template?) throws {
    guard template == nil, let first = index.jobs.first(where: { $0.identity == .position }) else {
      return
    }
    guard join.trustsPositions else {
      throw JoinError.positionsOnly(
        count: index.jobs.count { $0.identity == .position },
        id: RowID(number: Int(first.number), hash: nil).text, path: join.dataset)
    }
    if join.movedIDs > 0 { throw JoinError.positionsMoved(count: join.movedIDs) }
  }

  /// Hashes all rows, and with a template makes their bodies.
  private func readRows(_ template: Template?) throws -> [RowMatching.Row] {
    let source = dataset.source
    var options = Preparation.Options()
    options.allowsEmpty = true
    options.reading = join.reading
    var preparation = try template.map { template throws(DatasetError) in
      try Preparation(dataset, join.dataset, template, options)
    }
    var hash = RowHash(
      try hashedColumns(preparation), of: source.columns, bits: join.hashBits)
    var rows: [RowMatching.Row] = []
    while let row = try source.next() {
      if let reason = row.problem {
        throw DatasetError.row(DatasetProblem(path: join.dataset, line: row.line, reason: reason))
      }
      let check =
        template == nil ? hash.check(of: source) : preparation?.fingerprint()?.value ?? 0
      rows.append(RowMatching.Row(hash: hash.value(of: source), check: check))
    }
    source.rewind()
    return rows
  }

  /// The columns that the record of the preparation names, else those of the template, else all.
  private func hashedColumns(_ preparation: Preparation?) throws(DatasetError) -> [Int] {
    let columns = dataset.source.columns
    guard let names = join.columns ?? preparation?.columnsUsed else {
      return Array(columns.indices)
    }
    return try names.map { name throws(DatasetError) in
      try Dataset.column(name, of: columns, path: join.dataset, source: join.record ?? "--template")
    }
  }

  /// Tells what was found, or throws if it must not be joined.
  private mutating func checkMatching(_ matching: RowMatching, _ template: Template?) throws {
    if index.results > 0, let template, matching.isEmpty {
      throw JoinError.otherTemplate(template.path, path: join.dataset)
    }
    let alike = matching.verdicts.firstIndex(of: .alike)
    let edited = matching.edits.map(\.row).min()
    if let alike {
      report.alike = .init(count: matching.count(of: .alike), line: try line(ofRow: alike))
      guard join.keepsEdited else {
        throw JoinError.alike(
          count: report.alike.count, line: report.alike.line, path: join.dataset)
      }
    }
    if let edited {
      report.edited = .init(count: matching.edits.count, line: try line(ofRow: edited))
      guard join.keepsEdited else {
        throw JoinError.edited(
          count: report.edited.count, line: report.edited.line, path: join.dataset)
      }
    }
    report.shared = matching.count(of: .shared)
    report.moved = matching.moved
    try tellLost(matching.jobs.indices.filter { matching.row(of: $0) == nil })
    if report.lost > 0 {
      let free = matching.rows.indices.first { matching.job(of: $0) == nil }
      report.counterpart = try free.map { .row(line: try line(ofRow: $0)) }
    }
    try check()
  }

  /// The line of a row, found by reading the dataset again.
  private func line(ofRow index: Int) throws(FileError) -> Int {
    defer { dataset.source.rewind() }
    dataset.source.rewind()
    while let row = try dataset.source.next() {
      if row.number == index + 1 { return row.line }
    }
    return 0
  }
}

// MARK: - Answers without a row

extension AnswerFinder {
  /// Counts the answers among these outcomes, which belong nowhere, and names one of each side.
  private mutating func tellLost(_ outcomes: [Int]) throws {
    let lost = outcomes.filter { index[$0].isResult }
    report.lost = lost.count
    guard !lost.isEmpty, let results else { return }
    var lines = LineWindow(results)
    var ids: [String] = []
    for number in lost.prefix(idColumn == nil ? 1 : LostIDs.limit) {
      guard let line = try lines.line(at: index[number].offset), let head = OutcomeHead(line) else {
        continue
      }
      let inside = (head.id.lowerBound + 1)..<(head.id.upperBound - 1)
      ids.append(JSONString.text(UnsafeRawBufferPointer(rebasing: line[inside])))
    }
    report.lostID = ids.first ?? ""
    guard let idColumn else { return }
    var search = LostIDs(ids)
    try findCounterpart(idColumn, &search)
    (report.lostID, report.counterpart) = search.outcome
  }

  /// Compares the lost ids with those of the rows that have no answer.
  private func findCounterpart(_ column: Int, _ search: inout LostIDs) throws {
    dataset.source.rewind()
    defer { dataset.source.rewind() }
    var id: [UInt8] = []
    while !search.isDone, let row = try dataset.source.next(), row.problem == nil {
      id.removeAll(keepingCapacity: true)
      dataset.source.cell(column).append(to: &id)
      if index.number(of: id.withUnsafeBytes { XXHash64.hash($0) }) == nil {
        search.compare(String(decoding: id, as: UTF8.self), line: row.line)
      }
    }
  }
}
