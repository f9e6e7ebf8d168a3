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
  /// The problem of all lines for one other API.
  private var otherAPIs: [OtherAPI: JobFileProblem] = [:]

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
    let size = try file.size()
    if let kind = try Self.otherKind(of: file, size: size) {
      note(
        JobFileProblem(path: path, line: 1, column: 1, reason: .otherFile(kind)), everyProblem)
      return
    }
    var lines = LineReader(file)
    var parser = JobLineParser()
    var seen = Oddities()
    while let line = try lines.next() {
      if line.number == Self.linesToGuessFrom, line.offset > 0 {
        let guess = Double(size) / Double(line.offset) * Double(Self.linesToGuessFrom)
        table.reserve(min(Int(guess * 1.02), Int(UInt32.max)))
      }
      guard var bytes = line.bytes else {
        report(JobLineProblem(offset: 0, reason: .lineTooLong), in: nil, line.number, everyProblem)
        continue
      }
      if line.number == 1, let rest = JobFile.afterByteOrderMark(bytes) {
        notes.append(.byteOrderMark)
        bytes = rest
      }
      if bytes.last == 0x0D { seen.hasReturns = true }
      if bytes.allSatisfy(JSONScanner.isSpace) {
        seen.blanks += 1
        continue
      }
      if !line.isWhole { notes.append(.noLastNewline) }
      do throws(JobLineProblem) {
        let job = try parser.parse(bytes)
        if job.streams { seen.streams += 1 }
        try add(job, bytes, line: line.number)
        parser.countMembers(of: job, in: bytes, into: &seen.members)
      } catch {
        report(error, in: bytes, line.number, everyProblem)
      }
    }
    for problem in otherAPIs.values.sorted(by: { $0.line < $1.line }) {
      note(problem, everyProblem)
    }
    notes += seen.notes
  }

  /// What is tolerated, and noted once for the file.
  private struct Oddities {
    var hasReturns = false
    var blanks = 0
    var streams = 0
    var members = OddMembers()

    var notes: [JobFileNote] {
      (hasReturns ? [.carriageReturns] : []) + (blanks > 0 ? [.blankLines(count: blanks)] : [])
        + (streams > 0 ? [.streams(lines: streams)] : [])
        + (members.nulls.count > 0 ? [.nullMembers(members.nulls)] : [])
        + (members.unknown.count > 0 ? [.unknownMembers(members.unknown)] : [])
    }
  }

  /// What the file is if it is no JSON Lines as a whole; `nil`: its lines are to be checked.
  private static func otherKind(
    of file: ReadableFile, size: Int
  ) throws(FileError) -> ContentKind? {
    let start = try file.bytes(at: 0, count: min(size, ContentKind.bytesNeeded))
    return start.withUnsafeBytes { ContentKind($0, isWhole: start.count == size) }
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

  /// Counts a problem, with its column in characters. `text`: the line without a byte-order mark;
  /// `nil`: the line is too long. Lines for the same other API are one problem, which is told last.
  private mutating func report(
    _ problem: JobLineProblem, in text: UnsafeRawBufferPointer?, _ line: Int,
    _ everyProblem: (JobFileProblem) -> Void
  ) {
    // In UTF-8 each character has one byte that is no continuation byte.
    let column = 1 + (text?.prefix(problem.offset).count { $0 & 0xC0 != 0x80 } ?? 0)
    var found = JobFileProblem(path: path, line: line, column: column, reason: problem.reason)
    guard case .otherAPI(let api, _) = problem.reason else { return note(found, everyProblem) }
    if let first = otherAPIs[api], case .otherAPI(_, let lines) = first.reason {
      found = JobFileProblem(
        path: path, line: first.line, column: first.column, reason: .otherAPI(api, lines: lines + 1)
      )
    }
    otherAPIs[api] = found
  }

  private mutating func note(
    _ problem: JobFileProblem, _ everyProblem: (JobFileProblem) -> Void
  ) {
    problemCount += 1
    if problems.count < Self.problemsKept { problems.append(problem) }
    everyProblem(problem)
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
