import Basics

/// How a dataset was read when its jobs were prepared, and how they were named, so that a join reads
/// it in the same way and finds the rows again. It is one JSON object in a file beside the job file.
package struct PreparationRecord: Equatable, Sendable {
  /// The path of the dataset as the user typed it.
  package let dataset: String
  package let reading: DatasetReading
  /// The column with the jobs' ids; `nil` if they were made from the rows.
  package var idColumn: String?
  /// The columns that the template uses, over whose cells the hashes in ids are taken. `nil` if an
  /// older version wrote the record.
  package var columns: [String]?
  /// How many rows the dataset had; `nil` if not all were read.
  package var rows: Int?
  /// How many ids were kept from an older job file although they name another row's position.
  package var movedIDs = 0
  /// The hash of the template.
  package var template: UInt64?

  /// The version of the format, which is written as `schema`. The first one has no members after
  /// `escape`.
  private static let schema = 2
  /// A record is shorter than this, in bytes.
  private static let lengthLimit = 1 << 20

  package init(dataset: String, reading: DatasetReading) {
    self.dataset = dataset
    self.reading = reading
  }

  /// The path of the record for this job file.
  package static func path(besideJobs jobs: String) -> String { jobs + ".prepare.json" }

  /// Writes the record, in place of an earlier one.
  package func write(besideJobs jobs: String) throws(AtomicFileError) {
    let file = try AtomicFile(Self.path(besideJobs: jobs), replaces: true)
    try file.append(Array((json + "\n").utf8))
    try file.finish()
  }

  private var json: String {
    func string(_ text: String) -> String {
      var bytes: [UInt8] = []
      JSONString.append(text, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    func list(_ texts: [String]) -> String { "[\(texts.map(string).joined(separator: ","))]" }
    let members: [(String, String?)] = [
      ("schema", "\(Self.schema)"), ("dataset", string(dataset)),
      ("format", reading.format.map { string($0.rawValue) }),
      ("separator", reading.separator.map { string(String(UnicodeScalar($0))) }),
      ("encoding", reading.encoding.map { string($0.rawValue) }),
      ("escape", reading.escape.map { string($0.rawValue) }), ("null", list(reading.nulls)),
      ("id_column", idColumn.map(string)), ("columns", columns.map(list)),
      ("rows", rows.map(String.init)), ("moved_ids", "\(movedIDs)"),
      ("template", template.map { string($0.hexDigits) }),
    ]
    return "{\(members.map { "\"\($0)\":\($1 ?? "null")" }.joined(separator: ","))}"
  }

  /// Reads the record of a job file; `nil` if it has none.
  package init?(besideJobs jobs: String) throws {
    let path = Self.path(besideJobs: jobs)
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try ReadableFile(path).bytes(at: 0, count: Self.lengthLimit)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
    guard let record = bytes.withUnsafeBytes({ Self($0) }) else {
      throw PreparationRecordError.unreadable(path: path)
    }
    self = record
  }

  /// `nil` if the text is no record that this program understands.
  private init?(_ text: UnsafeRawBufferPointer) {
    var outline = JSONOutline()
    guard (try? outline.read(text, depth: 2)) != nil, outline.nodes[0].kind == .object,
      let schema = outline.member("schema", in: text),
      let version = outline.integer(schema, in: text), (1...Self.schema).contains(version)
    else { return nil }
    func string(_ name: StaticString) -> String? {
      outline.member(name, in: text).flatMap { outline.string($0, in: text) }
    }
    guard let dataset = string("dataset") else { return nil }
    self.dataset = dataset
    func list(_ name: StaticString) -> [String]? {
      guard let node = outline.member(name, in: text), outline.nodes[node].kind == .array else {
        return nil
      }
      var texts: [String] = []
      outline.forEachChild(of: node) { texts.append(outline.string($0, in: text) ?? "") }
      return texts
    }
    reading = DatasetReading(
      format: string("format").flatMap(DatasetFormat.init(rawValue:)),
      separator: string("separator").flatMap(Separator.read),
      encoding: string("encoding").flatMap(TextEncoding.init(rawValue:)),
      escape: string("escape").flatMap(CSVEscape.init(rawValue:)), nulls: list("null") ?? [])
    idColumn = string("id_column")
    columns = list("columns")
    rows = outline.member("rows", in: text).flatMap { outline.integer($0, in: text) }
    movedIDs = outline.member("moved_ids", in: text).flatMap { outline.integer($0, in: text) } ?? 0
    template = string("template").flatMap { UInt64($0, radix: 16) }
  }
}

/// Why the record of a preparation cannot be used.
package enum PreparationRecordError: Error, Equatable {
  case unreadable(path: String)
}

extension PreparationRecordError: UserFacing {
  package var problem: String {
    switch self {
    case .unreadable(let path): "'\(path)' does not say how the dataset was read."
    }
  }

  package var remedy: String? {
    "Run 'nightshift prepare' again, or delete the file and say with options how to read the dataset."
  }
}
