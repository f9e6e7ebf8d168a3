import Basics
import BatchRunner

/// Reads the files of a run directory, each from end to end.
struct PageReading {
  private(set) var journal = JournalFigures()
  private(set) var answers: AnswerFigures
  private(set) var failures = FailureFigures()
  private(set) var torn: [String] = []
  private let isRunning: Bool
  /// `nil`: nobody is at work.
  private let now: WallTime?

  init(prices: PriceList, isRunning: Bool, at now: WallTime) {
    answers = AnswerFigures(prices: prices)
    self.isRunning = isRunning
    self.now = isRunning ? now : nil
  }

  /// Throws if a file cannot be read, or if lines that were written whole are damaged now.
  mutating func read(_ directory: RunDirectory) throws(CheckpointError) {
    var bad: [(file: ReadableFile, lines: BadLines)] = []
    do throws(FileError) {
      if let file = try Self.open(directory.journal) {
        bad.append((file, try readJournal(file)))
      }
      if let file = try Self.open(directory.results) { bad.append((file, try readResults(file))) }
      answers.finish()
      if let file = try Self.open(directory.failures) {
        bad.append((file, try readFailures(file)))
      }
    } catch {
      throw .file(error)
    }
    let synced = journal.summary.synced
    let lengths = [
      directory.journal: synced.journal, directory.results: synced.results,
      directory.failures: synced.failures,
    ]
    for (file, lines) in bad { try lines.require(file, synced: lengths[file.path] ?? 0) }
  }

  private mutating func readJournal(_ file: ReadableFile) throws(FileError) -> BadLines {
    var bad = BadLines()
    var lines = LineReader(file)
    while let line = try lines.next() {
      let known = journal.damaged
      if isWhole(line, of: "journal.jsonl"), let bytes = line.bytes {
        journal.add(bytes, offset: line.offset)
      }
      if !line.isWhole || journal.damaged > known { bad.add(line) }
    }
    try journal.finish(file, now: now)
    return bad
  }

  private mutating func readResults(_ file: ReadableFile) throws(FileError) -> BadLines {
    var bad = BadLines()
    var lines = LineReader(file)
    while let line = try lines.next() {
      let known = answers.damaged
      if isWhole(line, of: "results.jsonl"), let bytes = line.bytes { answers.add(bytes) }
      if !line.isWhole || answers.damaged > known { bad.add(line) }
    }
    return bad
  }

  private mutating func readFailures(_ file: ReadableFile) throws(FileError) -> BadLines {
    var bad = BadLines()
    var lines = LineReader(file)
    while let line = try lines.next() {
      let known = failures.damaged
      if isWhole(line, of: "failures.jsonl"), let bytes = line.bytes {
        failures.note(bytes, number: line.number, done: answers.done)
      }
      if !line.isWhole || failures.damaged > known { bad.add(line) }
    }
    failures.finishFirstPass()
    lines = LineReader(file)
    while let line = try lines.next() {
      if line.isWhole, let bytes = line.bytes { failures.add(bytes, number: line.number) }
    }
    return bad
  }

  /// The last line of a run that is on may be being written.
  private mutating func isWhole(_ line: LineReader.Line, of name: String) -> Bool {
    if !line.isWhole, !isRunning { torn.append(name) }
    return line.isWhole
  }

  private static func open(_ path: String) throws(FileError) -> ReadableFile? {
    RunDirectory(path).exists ? try ReadableFile(path) : nil
  }
}
