/// Where a run stands, as its directory tells: read without its lock, and without disturbing it.
package struct RunStatus: Sendable {
  package let directory: RunDirectory
  package let manifest: Manifest
  package let journal: JournalSummary
  /// A process works on it; `nil`: it cannot be told.
  package let isRunning: Bool?
  package private(set) var succeeded = 0
  package private(set) var failed = 0
  /// Attempts that left in the last minute.
  package private(set) var startsInLastMinute = 0

  package init(_ directory: RunDirectory, at now: Moment) throws(CheckpointError) {
    self.directory = directory
    guard let manifest = try Manifest(in: directory) else {
      throw .malformedManifest(path: directory.manifest, reason: "it is missing")
    }
    self.manifest = manifest
    isRunning = RunLock.isHeld(directory)
    var summary = JournalSummary()
    do throws(FileError) {
      try Self.read(directory.journal) { bytes, offset in _ = summary.take(bytes, offset: offset) }
      if RunDirectory(directory.journal).exists {
        try summary.finish(try ReadableFile(directory.journal))
      }
      journal = summary
      try count()
    } catch {
      throw .file(error)
    }
    startsInLastMinute = journal.stamps.count { $0 + .seconds(60) > now }
  }

  /// Each job once: of several lines the last counts, and a result outweighs a failure.
  private mutating func count() throws(FileError) {
    var done: Set<UInt64> = []
    try Self.read(directory.results) { bytes, _ in
      if let head = OutcomeHead(bytes) { done.insert(head.idHash) }
    }
    succeeded = done.count
    var lost: Set<UInt64> = []
    try Self.read(directory.failures) { bytes, _ in
      if let head = OutcomeHead(bytes), !done.contains(head.idHash) { lost.insert(head.idHash) }
    }
    failed = lost.count
  }

  /// Whole lines only: the last may be being written.
  private static func read(
    _ path: String, _ take: (UnsafeRawBufferPointer, Int) -> Void
  ) throws(FileError) {
    guard RunDirectory(path).exists else { return }
    var lines = LineReader(try ReadableFile(path))
    while let line = try lines.next() {
      if line.isWhole, let bytes = line.bytes { take(bytes, line.offset) }
    }
  }

  /// Jobs in the job file when it was last read.
  package var jobs: Int { max(journal.jobs, manifest.totals.jobs) }
  package var toDo: Int { max(0, jobs - succeeded - failed) }

  /// One word, and why.
  package var state: (word: String, why: String) {
    Self.state(isRunning: isRunning, journal)
  }

  static func state(
    isRunning: Bool?, _ journal: JournalSummary
  ) -> (word: String, why: String) {
    if isRunning == true { return ("running", journal.lastEvent?.text ?? "") }
    if let stopped = journal.stopped { return (stopped.state, stopped.text) }
    return ("interrupted", "it was killed; the same command goes on")
  }
}
