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

  mutating func read(_ directory: RunDirectory) throws(FileError) {
    if let file = try Self.open(directory.journal) {
      var lines = LineReader(file)
      while let line = try lines.next() {
        if isWhole(line, of: "journal.jsonl"), let bytes = line.bytes {
          journal.add(bytes, offset: line.offset)
        }
      }
      try journal.finish(file, now: now)
    }
    if let file = try Self.open(directory.results) {
      var lines = LineReader(file)
      while let line = try lines.next() {
        if isWhole(line, of: "results.jsonl"), let bytes = line.bytes { answers.add(bytes) }
      }
    }
    answers.finish()
    if let file = try Self.open(directory.failures) { try readFailures(file) }
  }

  private mutating func readFailures(_ file: ReadableFile) throws(FileError) {
    var lines = LineReader(file)
    while let line = try lines.next() {
      if isWhole(line, of: "failures.jsonl"), let bytes = line.bytes {
        failures.note(bytes, number: line.number, done: answers.done)
      }
    }
    failures.finishFirstPass()
    lines = LineReader(file)
    while let line = try lines.next() {
      if line.isWhole, let bytes = line.bytes { failures.add(bytes, number: line.number) }
    }
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
