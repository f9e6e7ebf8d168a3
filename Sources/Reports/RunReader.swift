package import Basics
package import BatchRunner

/// Reads a run's directory again and again while the run goes on: each time only what has grown.
package struct RunReader: Sendable {
  /// A file as far as it was read.
  private struct Place: Sendable {
    var inode: UInt64 = 0
    /// Behind the last whole line, in bytes.
    var offset = 0
    /// The number of whole lines.
    var lines = 0
    var bad = BadLines()
  }

  package let directory: RunDirectory
  private var summary = JournalSummary()
  private var journal = Place()
  private var results = Place()
  private var failures = Place()
  private var done: Set<UInt64> = []
  private var lost: Set<UInt64> = []
  /// Of the jobs with a result, those whose answer has a flag.
  private var flagged: [UInt64: AnswerFlags] = [:]
  private var reader = OutcomeReader(.answer)
  /// Bytes read so far, of all three files.
  package private(set) var bytesRead = 0

  package init(_ directory: RunDirectory) {
    self.directory = directory
  }

  /// Where the run stands now. Takes no lock that a run would notice. Throws if lines that were
  /// written whole are damaged now.
  package mutating func look(at now: MonotonicInstant, wall: WallTime) throws(CheckpointError)
    -> RunStatus
  {
    guard let manifest = try Manifest(in: directory) else {
      throw .malformedManifest(path: directory.manifest, reason: "it is missing")
    }
    // Before the files: what a run writes before it ends is then seen with "it has ended".
    let isRunning = RunLock.isHeld(directory)
    try read()
    do throws(FileError) {
      var journal = summary
      if RunDirectory(directory.journal).exists {
        try journal.finish(try ReadableFile(directory.journal))
      }
      return RunStatus(
        directory, manifest, journal, isRunning: isRunning, succeeded: done.count,
        failed: lost.subtracting(done).count, flagged: Array(flagged.values), at: now, wall: wall)
    } catch {
      throw .file(error)
    }
  }

  private mutating func read() throws(CheckpointError) {
    if isAnother(directory.journal, &journal) { summary = JournalSummary() }
    if isAnother(directory.results, &results) { (done, flagged) = ([], [:]) }
    if isAnother(directory.failures, &failures) { lost = [] }
    bytesRead += try Self.read(directory.journal, &journal, synced: summary.synced.journal) {
      summary.add($0, offset: $1) != nil
    }
    let synced = summary.synced
    bytesRead += try Self.read(directory.results, &results, synced: synced.results) {
      bytes, _ in
      guard let outcome = reader.read(bytes) else { return false }
      done.insert(outcome.head.idHash)
      flagged[outcome.head.idHash] = outcome.flags.isEmpty ? nil : outcome.flags
      return true
    }
    bytesRead += try Self.read(directory.failures, &failures, synced: synced.failures) {
      bytes, _ in
      guard let head = OutcomeHead(bytes) else { return false }
      lost.insert(head.idHash)
      return true
    }
  }

  /// Whether what was read of a file no longer stands there: it was replaced, or its end was
  /// mended.
  private func isAnother(_ path: String, _ place: inout Place) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let inode = UInt64(status.st_ino)
    guard inode != place.inode || Int(status.st_size) < place.offset else { return false }
    place = Place(inode: inode)
    return true
  }

  /// Whole lines only: the last may be being written. `take` says whether the line is what was
  /// written; `synced` is asked once all are read. Answers how many bytes they were.
  private static func read(
    _ path: String, _ place: inout Place, synced: @autoclosure () -> Int,
    _ take: (UnsafeRawBufferPointer, Int) -> Bool
  ) throws(CheckpointError) -> Int {
    guard RunDirectory(path).exists else { return 0 }
    let start = place.offset
    let file: ReadableFile
    var bad: BadLines
    do throws(FileError) {
      file = try ReadableFile(path)
      var lines = LineReader(file, from: start, line: place.lines + 1)
      var torn: LineReader.Line?
      while let line = try lines.next() {
        guard line.isWhole else {
          torn = line
          continue
        }
        guard let bytes = line.bytes else {
          place.bad.add(line)
          continue
        }
        if !take(bytes, line.offset) { place.bad.add(line) }
        (place.offset, place.lines) = (line.offset + bytes.count + 1, line.number)
      }
      bad = place.bad
      if let torn { bad.add(torn) }
    } catch {
      throw .file(error)
    }
    try bad.require(file, synced: synced())
    return place.offset - start
  }
}
