import Basics

/// The ids of the jobs that were made from a dataset's rows.
struct RowIDs {
  /// The index of the id column; `nil`: ids by row number.
  private let column: Int?

  init(_ join: Export.Options.Join, _ dataset: any DatasetSource) throws(DatasetError) {
    guard let name = join.idColumn else {
      column = nil
      return
    }
    column = try Dataset.column(
      name, of: dataset.columns, path: join.dataset, source: "--id-column")
  }

  /// Puts the id of the row, which must be the dataset's current one, into `id`.
  func read(_ row: DatasetRow, _ dataset: any DatasetSource, _ id: inout [UInt8]) {
    id.removeAll(keepingCapacity: true)
    if let column {
      dataset.cell(column).append(to: &id)
    } else {
      id.append(contentsOf: "row-".utf8)
      id.append(decimal: row.number)
    }
  }
}
