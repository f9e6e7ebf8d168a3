import Basics
package import BatchRunner

/// Compares the answers of a run with the known answers in a column of a dataset.
package struct KnownDiff {
  private let source: AnswerSource
  private let dataset: Dataset
  private let join: Export.Options.Join
  /// The index of the column with the known answers.
  private let known: Int
  /// The index of the column with the ids; `nil`: the ids are made from the rows.
  private let idColumn: Int?
  private var tally: DiffTally
  private var report: JoinReport?

  /// `field`: the member of the answers' JSON objects to compare; `nil`: the label or the text.
  package static func compare(
    _ directory: RunDirectory, _ join: Export.Options.Join, column: String, field: String?,
    rows: inout DiffRows?
  ) throws -> (tally: DiffTally, report: JoinReport?) {
    var diff = try KnownDiff(directory, join, column, field)
    try diff.compareRows(&rows)
    return (diff.tally, diff.report)
  }

  private init(
    _ directory: RunDirectory, _ join: Export.Options.Join, _ column: String, _ field: String?
  ) throws {
    self.join = join
    dataset = try Dataset(join.dataset, join.reading)
    let columns = dataset.source.columns
    known = try Dataset.column(column, of: columns, path: join.dataset, source: "--column")
    idColumn = try join.idColumn.map { name throws(DatasetError) in
      try Dataset.column(name, of: columns, path: join.dataset, source: join.idColumnSource)
    }
    source = try AnswerSource(directory, readsRows: join.idColumn == nil)
    tally = DiffTally(
      ComparedPart(fields: field.map { [$0] } ?? [], hasLabels: source.index.hasLabels))
    tally.damaged = source.index.damaged
  }

  private mutating func compareRows(_ rows: inout DiffRows?) throws {
    rows?.begin(tally.part, sides: ("known", "answer"), isFirstKnown: true)
    var answers = AnswerValues(source, tally.part)
    var finder = try AnswerFinder(
      dataset, source.index, join, nil, idColumn: idColumn, results: source.results)
    var id: [UInt8] = []
    while let row = try dataset.source.next() {
      if let reason = row.problem {
        throw DatasetError.row(DatasetProblem(path: join.dataset, line: row.line, reason: reason))
      }
      id.removeAll(keepingCapacity: true)
      let ending = try answers.read(finder.outcome(of: row, id: &id))
      let cell = dataset.source.cell(known)
      if cell.isEmpty {
        tally.add(.unknown)
      } else if ending != .answered {
        tally.add(ending == .failed ? .failedInSecond : .absentInSecond)
      } else {
        try compare(value(of: cell), answers, &rows)
      }
    }
    let report = try finder.finish()
    tally.strays = report.lost
    self.report = report
  }

  private mutating func compare(
    _ known: ComparedValue, _ answers: borrowing AnswerValues, _ rows: inout DiffRows?
  ) throws {
    let isLabel = tally.part == .labels
    let values = answers.values.map { isLabel ? $0 : $0.map(\.loose) }
    if tally.compare(id: answers.id, [known], values) {
      try rows?.add(id: answers.id, [known], values, tally.part)
    }
  }

  private func value(of cell: DatasetCell) -> ComparedValue {
    guard tally.part == .labels else { return ComparedValue(cell).loose }
    var text: [UInt8] = []
    cell.append(to: &text)
    return ComparedValue(label: text)
  }
}
