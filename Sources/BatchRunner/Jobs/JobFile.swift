package import Basics

/// A job file that was read from end to end: its jobs, and what is wrong with it.
package struct JobFile: Sendable {
  /// As the user wrote it; for messages.
  package let path: String
  package let file: ReadableFile
  package private(set) var table = JobTable()
  /// The first ``problemsKept``.
  package private(set) var problems: [JobFileProblem] = []
  package private(set) var problemCount = 0
  package private(set) var notes: [JobFileNote] = []

  package private(set) var models = ModelNames()

  package static let problemsKept = 100
  /// After so many lines their length tells how many jobs the file has.
  private static let linesToGuessFrom = 4096

  /// Opens and reads the whole file; `everyProblem` hears of each problem as it is found.
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
        take(JobLineProblem(offset: 0, reason: .lineTooLong), of: line, everyProblem)
        continue
      }
      if line.number == 1, let rest = JobFile.behindMark(bytes) {
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
        take(error, of: line, everyProblem)
      }
    }
    if hasReturns { notes.append(.carriageReturns) }
    if blanks > 0 { notes.append(.blankLines(count: blanks)) }
  }

  private mutating func add(
    _ job: JobLine, _ bytes: UnsafeRawBufferPointer, line: Int
  ) throws(JobLineProblem) {
    if let (taken, id) = table.append(id: job.id, fingerprint: job.fingerprint, line: line) {
      throw JobLineProblem(offset: 0, reason: .idTaken(id, line: table.line(of: taken)))
    }
    models.add(bytes[job.model])
  }

  private mutating func take(
    _ problem: JobLineProblem, of line: borrowing LineReader.Line,
    _ everyProblem: (JobFileProblem) -> Void
  ) {
    let before = line.bytes.map { $0.prefix(problem.offset) }
    // Continuation bytes are no characters of their own.
    let column = 1 + (before?.count { $0 & 0xC0 != 0x80 } ?? 0)
    let found = JobFileProblem(
      path: path, line: line.number, column: column, reason: problem.reason)
    problemCount += 1
    if problems.count < Self.problemsKept { problems.append(found) }
    everyProblem(found)
  }

  /// What follows a UTF-8 byte-order mark; `nil` where there is none.
  package static func behindMark(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[3...])
  }
}

extension JobFile {
  /// The same file, with the states that a checkpoint knows.
  package func marked(_ table: JobTable) -> JobFile {
    var copy = self
    copy.table = table
    return copy
  }
}
