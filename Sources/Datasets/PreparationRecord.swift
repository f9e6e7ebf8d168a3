import Basics

/// How a dataset was read when its jobs were prepared, so that a join reads it in the same way. It is
/// one JSON object in a file beside the job file.
package struct PreparationRecord: Equatable, Sendable {
  /// The path of the dataset as the user typed it.
  package let dataset: String
  package let reading: DatasetReading

  /// The version of the format, which is written as `schema`.
  private static let schema = 1
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
    let members: [(String, String?)] = [
      ("dataset", dataset), ("format", reading.format?.rawValue),
      ("separator", reading.separator.map { String(UnicodeScalar($0)) }),
      ("encoding", reading.encoding?.rawValue), ("escape", reading.escape?.rawValue),
    ]
    var bytes = Array("{\"schema\":\(Self.schema)".utf8)
    for (name, value) in members {
      bytes += Array(",\"\(name)\":".utf8)
      if let value { JSONString.append(value, to: &bytes) } else { bytes += Array("null".utf8) }
    }
    return String(decoding: bytes, as: UTF8.self) + "}"
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
    guard (try? outline.read(text, depth: 1)) != nil, outline.nodes[0].kind == .object,
      let schema = outline.member("schema", in: text),
      outline.integer(schema, in: text) == Self.schema
    else { return nil }
    func string(_ name: StaticString) -> String? {
      outline.member(name, in: text).flatMap { outline.string($0, in: text) }
    }
    guard let dataset = string("dataset") else { return nil }
    self.dataset = dataset
    reading = DatasetReading(
      format: string("format").flatMap(DatasetFormat.init(rawValue:)),
      separator: string("separator").flatMap(Separator.read),
      encoding: string("encoding").flatMap(TextEncoding.init(rawValue:)),
      escape: string("escape").flatMap(CSVEscape.init(rawValue:)))
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
