import Basics
package import BatchRunner

/// Compares the answers of a run with the known answers in a column of a dataset.
package struct KnownDiff {
  private let source: AnswerSource
  private let dataset: any DatasetSource
  private let path: String
  /// The indices of the columns with the known answers and with the job ids; `nil`: the ids are made
  /// from the rows.
  private let known: Int
  private let ids: RowIDs
  private var tally: DiffTally

  /// `field`: the member of the answers' JSON objects to compare; `nil`: the label or the text.
  package static func compare(
    _ directory: RunDirectory, _ join: Export.Options.Join, column: String, field: String?,
    rows: inout DiffRows?
  ) throws -> DiffTally {
    var diff = try KnownDiff(directory, join, column, field)
    try diff.compareRows(&rows)
    return diff.tally
  }

  private init(
    _ directory: RunDirectory, _ join: Export.Options.Join, _ column: String, _ field: String?
  ) throws {
    dataset = try Dataset(join.dataset, join.reading).source
    path = join.dataset
    known = try Dataset.column(column, of: dataset.columns, path: path, source: "--column")
    ids = try RowIDs(join, dataset)
    source = try AnswerSource(directory)
    tally = DiffTally(
      ComparedPart(fields: field.map { [$0] } ?? [], hasLabels: source.index.hasLabels))
    tally.damaged = source.index.damaged
  }

  private mutating func compareRows(_ rows: inout DiffRows?) throws {
    rows?.begin(tally.part, sides: ("known", "answer"))
    var answers = AnswerValues(source, tally.part)
    var id: [UInt8] = []
    var matched: Set<UInt64> = []
    while let row = try dataset.next() {
      if let reason = row.problem {
        throw DatasetError.row(DatasetProblem(path: path, line: row.line, reason: reason))
      }
      ids.read(row, dataset, &id)
      let hash = id.withUnsafeBytes { XXHash64.hash($0) }
      let ending = try answers.read(hash)
      if ending == .answered { matched.insert(hash) }
      let cell = dataset.cell(known)
      if cell.isEmpty {
        tally.add(.unknown)
      } else if ending != .answered {
        tally.add(ending == .failed ? .failedInSecond : .absentInSecond)
      } else {
        try compare(value(of: cell), answers, &rows)
      }
    }
    let results = source.index.results
    if matched.count == 0, results > 0 {
      throw DatasetError.noAnswerFits(path: path, answers: results)
    }
    tally.strays = results - matched.count
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
