import Basics
import BatchRunner

/// Makes a job file from a dataset and a template: one job for each row.
package struct Preparation {
  /// The options of `nightshift prepare`.
  package struct Options: Equatable, Sendable {
    package var reading = DatasetReading()
    /// The column with the jobs' ids. `nil` means ids made from each row: see ``RowID``.
    package var idColumn: String?
    /// Fewer bits make the hashes in ids collide on purpose, for tests.
    var hashBits = 64
    /// Whether the template may use empty cells; otherwise they are problems.
    package var allowsEmpty = false
    /// Only rows that pass all filters become jobs.
    package var filters: [RowFilter] = []
    /// The maximum number of jobs; `nil` for no limit.
    package var limit: Int?
    /// Whether members that are `null` are left out of the bodies.
    package var dropsNulls = false

    package init() {}
  }

  /// A piece of the template, its column found in the dataset.
  private enum Piece {
    case literal([UInt8])
    /// The column's index.
    case cell(Int, Template.Form)
    /// A part with the picture of this column, and a comma.
    case picturePart(Int)
    case endOfParts
  }

  /// The number of jobs made so far.
  package private(set) var jobs = 0
  /// The number of rows with a problem.
  package private(set) var problems = 0
  /// The first job's request body; `nil` before the first job.
  package private(set) var first: String?
  /// The estimated cost of the jobs so far.
  package private(set) var cost = PreparedCost()
  /// What the user should know about the rows that were read so far.
  package var notes: [DatasetNote] { source.notes + (nullWordCount.note.map { [$0] } ?? []) }

  private let path: String
  private let options: Options
  private let source: any DatasetSource
  /// How the dataset is read, with what was told by its name or contents.
  package let reading: DatasetReading
  private let columns: [String]
  private var pieces: [Piece] = []
  private var filters: [(column: Int, value: [UInt8], isEqual: Bool)] = []
  private var idColumn: Int?
  /// The number of rows in the dataset; `nil` until all have been read.
  package private(set) var rows: Int?
  /// The ids of a job file that is replaced, which are kept for the same requests.
  package var kept: KeptIDs?
  private var rowHash: RowHash
  /// The hash of the current row.
  private var hash: UInt64 = 0
  private let nullWords: NullWords
  /// Counts the cells of ``usedColumns``, unless the user named null words.
  private var nullWordCount = NullWordCount()
  /// The columns that the template uses.
  private var usedColumns: [Int] = []
  /// The folder of the dataset, in which the paths of pictures begin.
  private let folder: String
  private var nullMembers = NullMembers()
  private var ids = HashIndex()
  /// For each id in ``ids``, the line in which its row begins.
  private var lines: [UInt32] = []
  private var parser = JobLineParser()
  private var outline = JSONOutline()
  /// The current row's job. Like ``scratch``, it is kept to reuse its storage.
  private var line: [UInt8] = []
  private var scratch: [UInt8] = []

  /// Opens the dataset at `path` and finds the columns that the template and the options name.
  package init(
    _ path: String, _ template: Template, _ options: Options
  ) throws(DatasetError) {
    try self.init(Dataset(path, options.reading), path, template, options)
  }

  /// Like ``init(_:_:_:)``, with a dataset that is open already.
  init(
    _ dataset: Dataset, _ path: String, _ template: Template, _ options: Options
  ) throws(DatasetError) {
    self.path = path
    self.options = options
    source = dataset.source
    reading = dataset.reading
    columns = source.columns
    nullWords = NullWords(options.reading.nulls)
    folder = path == "-" ? "" : PathName(path).folder
    rowHash = RowHash([], of: columns, bits: options.hashBits)
    for piece in template.pieces { pieces.append(try found(piece, in: template)) }
    rowHash = RowHash(usedColumns, of: columns, bits: options.hashBits)
    for filter in options.filters {
      let column = try source.column(filter.column, path: path, source: "--where")
      filters.append((column, Array(filter.value.utf8), filter.isEqual))
    }
    if let name = options.idColumn {
      idColumn = try source.column(name, path: path, source: "--id-column")
    }
  }

  /// The names of the columns that the template uses, sorted.
  package var columnsUsed: [String] { usedColumns.map { columns[$0] }.sorted() }

  /// The piece with its column found in the dataset.
  private mutating func found(
    _ piece: Template.Piece, in template: Template
  ) throws(DatasetError) -> Piece {
    switch piece {
    case .literal(let bytes): return .literal(bytes)
    case .cell(let name, let form): return .cell(try use(name, template), form)
    case .picturePart(let name): return .picturePart(try use(name, template))
    case .endOfParts: return .endOfParts
    }
  }

  private mutating func use(_ name: String, _ template: Template) throws(DatasetError) -> Int {
    let column = try source.column(name, path: path, source: template.path)
    if !usedColumns.contains(column) { usedColumns.append(column) }
    return column
  }

  /// Reads all rows, writes their jobs to `output` and calls `problem` for each row with a problem.
  ///
  /// Nothing more is written after the first problem, but all rows are still checked. Throws
  /// ``DatasetError/noRows(_:)`` if there is neither a job nor a problem.
  package mutating func run(
    into output: AtomicFile, problem: (DatasetProblem) -> Void
  ) throws {
    var last = 0
    while jobs < options.limit ?? .max, let row = try source.next() {
      last = row.number
      var reason = row.problem
      if reason == nil {
        guard passesFilters() else { continue }
        reason = makeJob(from: row)
      }
      if let reason {
        problems += 1
        problem(DatasetProblem(path: path, line: row.line, column: row.column, reason: reason))
      } else if problems == 0 {
        try output.append(line)
      }
    }
    if jobs < options.limit ?? .max { rows = last }
    if problems == 0, jobs == 0 { throw DatasetError.noRows(path) }
  }
}

// MARK: - One row

extension Preparation {
  /// A cell of the current row; the words that stand for no value make it a missing one.
  private func cell(_ column: Int) -> DatasetCell {
    let cell = source.cell(column)
    return nullWords.isNull(cell) ? .missing : cell
  }

  /// Whether the current row passes all filters.
  private mutating func passesFilters() -> Bool {
    for filter in filters {
      scratch.removeAll(keepingCapacity: true)
      cell(filter.column).append(to: &scratch)
      if (scratch == filter.value) != filter.isEqual { return false }
    }
    return true
  }

  /// Writes the current row's job to ``line``. Returns `nil`, or the reason why it is not a job.
  private mutating func makeJob(from row: DatasetRow) -> DatasetProblem.Reason? {
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: JobSpelling.head)
    if let idColumn {
      line.append(UInt8(ascii: "\""))
      appendText(cell(idColumn))
      line.append(UInt8(ascii: "\""))
    } else {
      hash = rowHash.value(of: source)
      line.append(UInt8(ascii: "\""))
      RowID(number: row.number, hash: hash).append(to: &line)
      line.append(UInt8(ascii: "\""))
    }
    line.append(contentsOf: JobSpelling.middle)
    let start = line.count
    if options.reading.nulls.isEmpty {
      for column in usedColumns { nullWordCount.add(source.cell(column), line: row.line) }
    }
    if let reason = appendBody() { return reason }
    if options.dropsNulls { nullMembers.cut(from: &line, at: start) }
    return check(row, bodyStart: start)
  }

  /// Appends the template's pieces with the row's cells to ``line``.
  private mutating func appendBody() -> DatasetProblem.Reason? {
    for piece in pieces {
      let reason: DatasetProblem.Reason?
      switch piece {
      case .literal(let bytes):
        line.append(contentsOf: bytes)
        continue
      case .cell(let column, let form): reason = append(column, form)
      case .picturePart(let column): reason = appendPicturePart(column)
      case .endOfParts: reason = endParts()
      }
      if let reason { return reason }
    }
    return nil
  }

  private mutating func append(
    _ column: Int, _ form: Template.Form
  ) -> DatasetProblem.Reason? {
    let cell = cell(column)
    if !options.allowsEmpty, cell.isEmpty { return .emptyCell(column: columns[column]) }
    switch form {
    case .text: appendText(cell)
    case .value:
      var json: [UInt8] = []
      // An empty cell of a CSV file would be an empty string, which no number can be.
      appendJSON(options.dropsNulls && cell.isEmpty ? .missing : cell, to: &json)
      line.append(contentsOf: json)
    case .json:
      var json: [UInt8] = []
      appendJSON(cell, to: &json)
      json.withUnsafeBytes { JSONString.append(escaping: $0, to: &line) }
    case .image: return appendPicture(column)
    }
    return nil
  }

  /// Appends nothing for an empty cell, if that is allowed.
  private mutating func appendPicturePart(_ column: Int) -> DatasetProblem.Reason? {
    if cell(column).isEmpty {
      return options.allowsEmpty ? nil : .emptyCell(column: columns[column])
    }
    line.append(text: "{\"type\":\"image_url\",\"image_url\":{\"url\":\"")
    if let problem = appendPicture(column) { return problem }
    line.append(text: "\"}},")
    return nil
  }

  private mutating func endParts() -> DatasetProblem.Reason? {
    // Without any part there is no message.
    guard line.last == UInt8(ascii: ",") else { return emptyPicture }
    line[line.count - 1] = UInt8(ascii: "]")
    return nil
  }

  /// The problem that all pictures of the prompt are empty, which names the first.
  private var emptyPicture: DatasetProblem.Reason? {
    for case .picturePart(let column) in pieces {
      return .picture(.empty(column: columns[column]))
    }
    return nil
  }

  private mutating func appendPicture(_ column: Int) -> DatasetProblem.Reason? {
    let picture = Picture(cell(column), column: columns[column])
    do throws(PictureProblem) {
      try picture.append(to: &line, folder: folder)
      return nil
    } catch {
      return .picture(error)
    }
  }

  /// Completes ``line``, checks it as a run would, and counts it.
  private mutating func check(_ row: DatasetRow, bodyStart: Int) -> DatasetProblem.Reason? {
    let end = line.count
    line.append(contentsOf: JobSpelling.tail)
    guard line.count <= LineReader.lengthLimit else { return .notAJob(.lineTooLong) }
    switch parse() {
    case .failure(let problem):
      if let idColumn, problem.reason == .empty("custom_id") {
        return .emptyID(column: columns[idColumn])
      }
      return .notAJob(problem.reason)
    case .success(let job):
      if idColumn != nil, let id = job.id, let reason = addID(id, row) { return reason }
      addCost(ofBody: bodyStart..<end)
      if jobs == 0 { first = String(decoding: line[bodyStart..<end], as: UTF8.self) }
      if idColumn == nil { keepID(of: row, job.fingerprint) }
    }
    jobs += 1
    line.append(0x0A)
    return nil
  }

  /// Gives the job in ``line`` the id that the same request had in the job file that is replaced.
  private mutating func keepID(of row: DatasetRow, _ fingerprint: Fingerprint) {
    if kept == nil { return }
    let natural = RowID(number: row.number, hash: hash)
    guard let id = kept?.take(for: fingerprint, natural), id != natural else { return }
    let start = JobSpelling.head.count + 1
    line.replaceSubrange(start..<(start + natural.text.utf8.count), with: id.text.utf8)
  }

  /// The fingerprint of the body that the template makes of the current row; `nil` if it makes none.
  mutating func fingerprint() -> Fingerprint? {
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: JobSpelling.head)
    line.append(text: "\"x\"")
    line.append(contentsOf: JobSpelling.middle)
    guard appendBody() == nil else { return nil }
    line.append(contentsOf: JobSpelling.tail)
    return try? parse().get().fingerprint
  }

  /// Parses ``line`` as a job.
  private mutating func parse() -> Result<JobLine, JobLineProblem> {
    var bytes: [UInt8] = []
    // Reading `line` in place would be an access to `self`, while the closure changes `parser` in
    // `self`. Swapping the bytes out avoids both the conflict and a copy.
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

  /// Adds the body in this range of ``line`` to ``cost``.
  private mutating func addCost(ofBody body: Range<Int>) {
    var bytes: [UInt8] = []
    swap(&bytes, &line)
    defer { swap(&bytes, &line) }
    bytes.withUnsafeBytes { cost.add(UnsafeRawBufferPointer(rebasing: $0[body])) }
  }

  /// Records an id. Returns a reason if an earlier row has the same id.
  private mutating func addID(_ id: String, _ row: DatasetRow) -> DatasetProblem.Reason? {
    let hash = XXHash64.hash(id)
    if let taken = ids.index(of: hash) { return .idTaken(id, line: Int(lines[taken])) }
    ids.append(hash)
    lines.append(UInt32(clamping: row.line))
    return nil
  }

  /// Appends the cell's text to a JSON string in ``line``.
  private mutating func appendText(_ cell: DatasetCell) {
    switch cell {
    case .text(let text), .json(let text): JSONString.append(escaping: text, to: &line)
    case .string(let contents): line.append(contentsOf: contents)
    case .missing: break
    }
  }

  /// Appends the cell as JSON. CSV cells have no type: a cell that is valid JSON is used as that
  /// JSON, and any other text becomes a JSON string.
  private mutating func appendJSON(_ cell: DatasetCell, to bytes: inout [UInt8]) {
    switch cell {
    case .text(let text):
      if (try? outline.read(text, depth: 0)) != nil {
        // JSON strings cannot contain line breaks, so these are between tokens and can be removed.
        bytes.append(contentsOf: text.lazy.filter { $0 != 0x0A && $0 != 0x0D })
      } else {
        bytes.append(UInt8(ascii: "\""))
        JSONString.append(escaping: text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
      }
    case .string(let contents):
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: contents)
      bytes.append(UInt8(ascii: "\""))
    case .json(let text): bytes.append(contentsOf: text)
    case .missing: bytes.append(contentsOf: "null".utf8)
    }
  }
}
