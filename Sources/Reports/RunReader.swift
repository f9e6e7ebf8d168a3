package import Basics
package import BatchRunner

/// Reads a run's directory again and again while the run goes on: each time only what has grown.
package struct RunReader: Sendable {
  /// A file as far as it was read.
  private struct Place: Sendable {
    var inode: UInt64 = 0
    /// Behind the last whole line, in bytes.
    var offset = 0
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

  /// Where the run stands now. Takes no lock that a run would notice.
  package mutating func look(at now: MonotonicInstant, wall: WallTime) throws(CheckpointError)
    -> RunStatus
  {
    guard let manifest = try Manifest(in: directory) else {
      throw .malformedManifest(path: directory.manifest, reason: "it is missing")
    }
    // Before the files: what a run writes before it ends is then seen with "it has ended".
    let isRunning = RunLock.isHeld(directory)
    do throws(FileError) {
      try read()
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

  private mutating func read() throws(FileError) {
    if isAnother(directory.journal, &journal) { summary = JournalSummary() }
    if isAnother(directory.results, &results) { (done, flagged) = ([], [:]) }
    if isAnother(directory.failures, &failures) { lost = [] }
    bytesRead += try Self.read(directory.journal, &journal) { summary.add($0, offset: $1) }
    bytesRead += try Self.read(directory.results, &results) { bytes, _ in
      guard let outcome = reader.read(bytes) else { return }
      done.insert(outcome.head.idHash)
      flagged[outcome.head.idHash] = outcome.flags.isEmpty ? nil : outcome.flags
    }
    bytesRead += try Self.read(directory.failures, &failures) { bytes, _ in
      if let head = OutcomeHead(bytes) { lost.insert(head.idHash) }
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

  /// Whole lines only: the last may be being written. Answers how many bytes they were.
  private static func read(
    _ path: String, _ place: inout Place, _ take: (UnsafeRawBufferPointer, Int) -> Void
  ) throws(FileError) -> Int {
    guard RunDirectory(path).exists else { return 0 }
    let start = place.offset
    var lines = LineReader(try ReadableFile(path), from: start)
    while let line = try lines.next() {
      guard line.isWhole, let bytes = line.bytes else { continue }
      take(bytes, line.offset)
      place.offset = line.offset + bytes.count + 1
    }
    return place.offset - start
  }
}
