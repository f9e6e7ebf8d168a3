import Basics
import BatchRunner

/// Makes a job file of a file with batch lines for another API.
package struct Conversion {
  /// The options of `nightshift prepare --from`.
  package struct Options: Equatable, Sendable {
    package var source: BatchSource
    /// Goes before the model that a line names.
    package var model: String?
    /// Whether members that are `null` are left out of the bodies.
    package var dropsNulls = false
    /// The maximum number of jobs; `nil` for no limit.
    package var limit: Int?

    package init(_ source: BatchSource) { self.source = source }
  }

  /// The number of jobs made so far.
  package private(set) var jobs = 0
  /// The number of lines with a problem.
  package private(set) var problems = 0
  /// The first job's request body; `nil` before the first job.
  package private(set) var first: String?
  /// The estimated cost of the jobs so far.
  package private(set) var cost = PreparedCost()
  /// How often members were left out, by name.
  private var leftOut: [String: Int] = [:]

  private let path: String
  private let limit: Int?
  private let file: ReadableFile
  private var conversion: LineConversion
  private var ids: [String: Int] = [:]

  /// Opens the file; `-` is standard input. Throws if it is no JSON Lines.
  package init(_ path: String, _ options: Options) throws(DatasetError) {
    self.path = path
    limit = options.limit
    let reading = DatasetReading(format: .jsonl)
    let contents = try DatasetContents(path, reading)
    try contents.checkIsJSONLines(reading)
    file = contents.text
    conversion = LineConversion(
      options.source, model: options.model, dropsNulls: options.dropsNulls)
  }

  /// What the user should know about the lines that were converted; `nil`: nothing.
  package var note: String? {
    guard !leftOut.isEmpty else { return nil }
    let names = leftOut.sorted { $0.key < $1.key }.map { "'\($0.key)' (\(Figure.count($0.value)))" }
    return "\(path): left out, because chat requests have no such member and the answer does not "
      + "depend on it: \(names.joined(separator: ", "))."
  }

  /// Converts all lines, writes the jobs to `output` and calls `problem` for each line with a
  /// problem. Nothing more is written after the first problem, but all lines are still checked.
  package mutating func run(
    into output: AtomicFile, problem: (ConversionProblem) -> Void
  ) throws {
    var lines = LineReader(file)
    while jobs < limit ?? .max, let line = try lines.next() {
      switch convert(line) {
      case .success(nil): continue
      case .success(let job?):
        if problems == 0 { try output.append(job) }
      case .failure(let stop):
        problems += 1
        problem(self.problem(stop, in: line))
      }
    }
    if problems == 0, jobs == 0 { throw DatasetError.noRows(path) }
  }

  /// The line's job with its newline, which is counted; `nil`: the line is blank.
  private mutating func convert(_ line: LineReader.Line) -> Result<[UInt8]?, ConversionStop> {
    do throws(ConversionStop) {
      guard let bytes = Self.text(of: line) else {
        throw ConversionStop(offset: 0, reason: .job(.lineTooLong))
      }
      if bytes.allSatisfy(JSONScanner.isSpace) { return .success(nil) }
      var job = try conversion.convert(bytes)
      if let id = job.id {
        if let taken = ids[id] {
          throw ConversionStop(offset: 0, reason: .job(.idTaken(id, line: taken)))
        }
        ids[id] = line.number
      }
      count(job)
      job.line.append(0x0A)
      return .success(job.line)
    } catch {
      return .failure(error)
    }
  }

  private mutating func count(_ job: LineConversion.Converted) {
    job.line.withUnsafeBytes { cost.add(UnsafeRawBufferPointer(rebasing: $0[job.body])) }
    if jobs == 0 { first = String(decoding: job.line[job.body], as: UTF8.self) }
    for name in job.leftOut { leftOut[name, default: 0] += 1 }
    jobs += 1
  }

  /// The line without a byte-order mark; `nil`: it is too long.
  private static func text(of line: LineReader.Line) -> UnsafeRawBufferPointer? {
    guard let bytes = line.bytes else { return nil }
    return line.number == 1 ? JobFile.afterByteOrderMark(bytes) ?? bytes : bytes
  }

  private func problem(_ stop: ConversionStop, in line: LineReader.Line) -> ConversionProblem {
    // In UTF-8 each character has one byte that is no continuation byte.
    let column = Self.text(of: line)?.prefix(stop.offset).count { $0 & 0xC0 != 0x80 } ?? 0
    return ConversionProblem(
      path: path, line: line.number, column: column + 1, reason: stop.reason)
  }
}
