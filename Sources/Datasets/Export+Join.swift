extension Export.Options {
  /// The dataset of a join, and how its rows are found (`--join`).
  package struct Join: Equatable, Sendable {
    package var dataset: String
    package var reading: DatasetReading
    /// The column with the jobs' ids. `nil` means ids that were made from each row: see ``RowID``.
    package var idColumn: String?
    /// Where the id column was named, for errors.
    private(set) var idColumnSource = "--id-column"
    /// Whether `row-17` is the row that is the 17th now.
    package var trustsPositions = false
    /// Whether rows that were edited get the answers from before.
    package var keepsEdited = false
    /// Whether every answer must have a row of its own.
    package var isStrict = false

    /// The path of the record of the preparation; `nil` if there is none.
    private(set) var record: String?
    /// Where the record should be, if it is missing.
    package var missingRecord: String?
    /// The columns over whose cells the hashes in ids are taken; `nil` if the record does not say.
    var columns: [String]?
    /// How many rows the dataset had when the jobs were prepared; `nil` if that is not known.
    var rowsBefore: Int?
    /// How many ids such as `row-17` were kept for a row that stands elsewhere.
    var movedIDs = 0
    /// See ``Preparation/Options/hashBits``.
    var hashBits = 64

    package init(
      dataset: String, reading: DatasetReading = DatasetReading(), idColumn: String? = nil
    ) {
      self.dataset = dataset
      self.reading = reading
      self.idColumn = idColumn
    }

    /// Takes from the record at this path how the jobs were named, where no option says otherwise.
    /// The dataset is only read as the record says if it has the same name.
    package mutating func take(_ found: PreparationRecord, at path: String, sameName: Bool) {
      record = path
      if sameName { reading = reading.filled(from: found.reading) }
      if idColumn == nil, let column = found.idColumn {
        idColumn = column
        idColumnSource = path
      }
      columns = found.columns
      rowsBefore = found.rows
      movedIDs = found.movedIDs
    }
  }
}
