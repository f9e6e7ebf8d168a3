import Basics
import BatchRunner
import Datasets

/// Where the starts and ends of chosen jobs' attempts are in a journal: 32 bytes for each attempt.
struct AttemptPlaces {
  private var starts = LinePlaces()
  /// By attempt, where it ends.
  private var ends: [UInt64: Int] = [:]
  private var reader = JournalReader()

  /// Reads the journal once.
  mutating func read(
    _ journal: ReadableFile, of isChosen: (UInt64) -> Bool
  ) throws(FileError) {
    var open: Set<UInt64> = []
    var lines = LineReader(journal)
    while let line = try lines.next(), line.isWhole {
      guard let bytes = line.bytes else { continue }
      switch reader.read(bytes) {
      case .start(let start):
        guard let id = start.idHash(in: bytes), isChosen(id) else { continue }
        starts.add(id, offset: line.offset)
        open.insert(start.attempt)
      case .end(let end):
        if open.remove(end.attempt) != nil { ends[end.attempt] = line.offset }
      default: break
      }
    }
    starts.finish()
  }

  /// The attempts of a job, in the order of their starts.
  mutating func attempts(
    of id: UInt64, in journal: inout LineWindow
  ) throws(FileError) -> [ShownJob.Attempt] {
    var attempts: [ShownJob.Attempt] = []
    for offset in starts.offsets(of: id) {
      guard let line = try journal.line(at: offset), case .start(let start) = reader.read(line)
      else { continue }
      var attempt = ShownJob.Attempt(startedAt: JournalLine.time(of: line))
      if let end = ends[start.attempt], let line = try journal.line(at: end),
        case .end(let end) = reader.read(line)
      {
        attempt.add(end, line)
      }
      attempts.append(attempt)
    }
    return attempts
  }
}

extension ShownJob.Attempt {
  fileprivate mutating func add(_ end: JournalLine.End, _ line: UnsafeRawBufferPointer) {
    milliseconds = end.latencyMilliseconds
    status = end.status == 0 ? nil : end.status
    verdict = end.verdictWords(in: line)
    cost = end.known
    perhaps = end.perhaps
  }
}
