package import Basics

/// A job file that was read once from start to end: a table of its jobs, and its problems.
///
/// The jobs themselves are not kept in memory; ``JobReader`` reads them again when they are due.
package struct JobFile: Sendable {
  /// The path as the user typed it, for messages.
  package let path: String
  package let file: ReadableFile
  package private(set) var table = JobTable()
  /// The first ``problemsKept`` problems.
  package private(set) var problems: [JobFileProblem] = []
  /// All problems, also those that are not in ``problems``.
  package private(set) var problemCount = 0
  package private(set) var notes: [JobFileNote] = []
  package private(set) var models = ModelNames()

  /// How many problems are kept in memory.
  package static let problemsKept = 100
  /// After this many lines, their average length is used to guess how many jobs the file has.
  private static let linesToGuessFrom = 4096

  /// Opens and reads the whole file. `everyProblem` is called with each problem when it is found.
  package init(
    _ path: String, on disk: any Disk = SystemDisk(),
    everyProblem: (JobFileProblem) -> Void = { _ in }
  ) throws(FileError) {
    self.path = path
    file = try ReadableFile(path, on: disk)
    var lines = LineReader(file)
    var parser = JobLineParser()
    var blanks = 0
    var hasReturns = false
    let size = try file.size()
    while let line = try lines.next() {
      if line.number == Self.linesToGuessFrom, line.offset > 0 {
        let guess = Double(size) / Double(line.offset) * Double(Self.linesToGuessFrom)
        table.reserve(min(Int(guess * 1.02), Int(UInt32.max)))
      }
      guard var bytes = line.bytes else {
        report(JobLineProblem(offset: 0, reason: .lineTooLong), of: line, everyProblem)
        continue
      }
      if line.number == 1, let rest = JobFile.afterByteOrderMark(bytes) {
        notes.append(.byteOrderMark)
        bytes = rest
      }
      if bytes.last == 0x0D { hasReturns = true }
      if bytes.allSatisfy(JSONScanner.isSpace) {
        blanks += 1
        continue
      }
      if !line.isWhole { notes.append(.noLastNewline) }
      do throws(JobLineProblem) {
        try add(try parser.parse(bytes), bytes, line: line.number)
      } catch {
        report(error, of: line, everyProblem)
      }
    }
    if hasReturns { notes.append(.carriageReturns) }
    if blanks > 0 { notes.append(.blankLines(count: blanks)) }
  }

  /// Enters a job into the table; throws if its id is already used.
  private mutating func add(
    _ job: JobLine, _ bytes: UnsafeRawBufferPointer, line: Int
  ) throws(JobLineProblem) {
    if let (taken, id) = table.append(id: job.id, fingerprint: job.fingerprint, line: line) {
      throw JobLineProblem(offset: 0, reason: .idTaken(id, line: table.line(of: taken)))
    }
    models.add(bytes[job.model])
  }

  /// Counts a problem, with its column in characters.
  private mutating func report(
    _ problem: JobLineProblem, of line: borrowing LineReader.Line,
    _ everyProblem: (JobFileProblem) -> Void
  ) {
    let before = line.bytes.map { $0.prefix(problem.offset) }
    // In UTF-8 each character has one byte that is no continuation byte.
    let column = 1 + (before?.count { $0 & 0xC0 != 0x80 } ?? 0)
    let found = JobFileProblem(
      path: path, line: line.number, column: column, reason: problem.reason)
    problemCount += 1
    if problems.count < Self.problemsKept { problems.append(found) }
    everyProblem(found)
  }

  /// The bytes after a UTF-8 byte-order mark; `nil` if there is no such mark.
  package static func afterByteOrderMark(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer?
  {
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[3...])
  }
}

extension JobFile {
  /// The same file with another table, whose states were filled in from a checkpoint.
  package func marked(_ table: JobTable) -> JobFile {
    var copy = self
    copy.table = table
    return copy
  }
}
