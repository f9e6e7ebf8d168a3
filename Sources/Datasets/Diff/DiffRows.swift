import BatchRunner

/// Writes the jobs whose answers differ as a table: the id, then both values of each part.
package struct DiffRows {
  private let output: AtomicFile
  private let format: DatasetFormat
  private let isRaw: Bool
  private var writer: TableWriter?
  /// The first value is a known answer from a dataset.
  private var isFirstKnown = false

  package init(_ output: AtomicFile, format: DatasetFormat, isRaw: Bool = false) {
    self.output = output
    self.format = format
    self.isRaw = isRaw
  }

  /// `sides`: what the first and the second side are called in the names of the columns.
  mutating func begin(
    _ part: ComparedPart, sides: (first: String, second: String), isFirstKnown: Bool = false
  ) {
    self.isFirstKnown = isFirstKnown
    let columns = part.names.flatMap { name in
      [sides.first, sides.second].map { name.isEmpty ? $0 : "\(name)_\($0)" }
    }
    writer = TableWriter(format, columns: ["id"] + columns, isRaw: isRaw)
  }

  /// `nil`: the answer has no JSON object.
  mutating func add(
    id: [UInt8], _ first: [ComparedValue]?, _ second: [ComparedValue]?, _ part: ComparedPart
  ) throws {
    guard var writer else { preconditionFailure("a row came before the columns") }
    self.writer = nil
    writer.text(id)
    for index in part.names.indices {
      (first?[index] ?? .none).write(to: &writer, isAnswer: !isFirstKnown)
      (second?[index] ?? .none).write(to: &writer, isAnswer: true)
    }
    writer.endRow()
    self.writer = writer
    if writer.bytes.count > 1 << 16 { try flush() }
  }

  /// Writes the rest, and gives the file its name.
  package mutating func finish() throws(AtomicFileError) {
    try flush()
    try output.finish()
  }

  private mutating func flush() throws(AtomicFileError) {
    guard let bytes = writer?.bytes else { return }
    try output.append(bytes)
    writer?.bytes.removeAll(keepingCapacity: true)
  }
}
