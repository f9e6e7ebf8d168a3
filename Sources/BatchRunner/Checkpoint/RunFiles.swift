package import Basics

/// The files of a run directory, written in the order that a crash demands. Belongs to one thread;
/// when to sync is for its owner to say.
package struct RunFiles {
  package let directory: RunDirectory
  private let results: AppendFile
  private let failures: AppendFile
  private let unusable: AppendFile
  private let journal: AppendFile
  private var line: OutcomeLine
  private var table: JobTable
  private var manifest: Manifest
  private var buffer: [UInt8] = []
  /// Set once a write or a sync failed: what follows cannot be believed.
  package private(set) var failure: FileError?
  /// Something was written that no sync has begun with.
  package private(set) var isDirty = false

  package init(
    _ recovery: Recovery, manifest: Manifest, redactor: Redactor
  ) throws(FileError) {
    directory = recovery.directory
    self.manifest = manifest
    table = recovery.table
    line = OutcomeLine(runID: manifest.runID, redactor: redactor)
    results = try directory.file(directory.results)
    failures = try directory.file(directory.failures)
    unusable = try directory.file(directory.unusable)
    journal = try directory.file(directory.journal)
    try directory.sync()
    try manifest.write(to: directory)
  }

  package mutating func renew(_ redactor: Redactor) {
    line.renew(redactor)
  }

  /// Writes the starts of attempts. None is let through once the disk has failed, also when the
  /// limiter has not heard of it yet.
  package mutating func begin(_ starts: [JournalEntry]) throws(FileError) {
    if let failure { throw failure }
    try note(starts)
  }

  /// Writes journal lines; those that are ready together share one write.
  package mutating func note(_ entries: [JournalEntry]) throws(FileError) {
    guard !entries.isEmpty else { return }
    buffer.removeAll(keepingCapacity: true)
    for entry in entries { entry.append(to: &buffer) }
    try write(to: journal)
  }

  /// Writes outcomes, then the ends of their attempts.
  package mutating func commit(_ batch: Checkpoint.Commit) throws(Checkpoint.Unwritten) {
    var rest = batch
    do throws(FileError) {
      try write(batch.succeeded, to: results, state: .succeeded)
      rest.succeeded = []
      try write(batch.failed, to: failures, state: .failed)
      rest.failed = []
      buffer.removeAll(keepingCapacity: true)
      for record in batch.unusable {
        // What came with a success is kept whole: somebody paid for it.
        let isWhole = record.response.map { (200...299).contains($0.status) } ?? true
        line.append(record, bodyLimit: isWhole ? .max : Self.unusableLimit, to: &buffer)
      }
      if !buffer.isEmpty { try write(to: unusable) }
      rest.unusable = []
      try note(batch.journal)
    } catch {
      throw Checkpoint.Unwritten(rest: rest, error: error)
    }
  }

  /// How much is kept of an answer that is no success, in bytes.
  private static let unusableLimit = 1 << 20

  private mutating func write(
    _ records: [OutcomeRecord], to file: AppendFile, state: JobState
  ) throws(FileError) {
    guard !records.isEmpty else { return }
    buffer.removeAll(keepingCapacity: true)
    for record in records { line.append(record, to: &buffer) }
    try write(to: file)
    for record in records {
      let isForNow = state == .failed && record.failure?.isWorthRetrying == true
      table[state: record.job.place.index] = isForNow ? .failedForNow : state
    }
  }

  /// These failed jobs are still to do. Their lines stay in `failures.jsonl` until the run is
  /// finished.
  package mutating func reopen(_ jobs: [JobPlace]) throws(FileError) {
    try note([.reopened(at: .now)])
    for job in jobs { table.reopen(job.index) }
  }

  private mutating func write(to file: AppendFile) throws(FileError) {
    do throws(FileError) {
      try file.append(buffer)
    } catch {
      failure = failure ?? error
      throw error
    }
    isDirty = true
  }
}

// MARK: - Syncing

extension RunFiles {
  /// What is to be synced, and what it is known to hold once it is.
  package struct Sync: Sendable {
    private let files: [AppendFile]
    fileprivate let lengths: JournalEntry

    fileprivate init(_ files: [AppendFile], _ lengths: JournalEntry) {
      self.files = files
      self.lengths = lengths
    }

    /// Blocks; may run on any thread. `false`: the file system cannot sync files, so nothing is
    /// known to be on the disk.
    package func perform() -> Result<Bool, FileError> {
      do throws(FileError) {
        var isSynced = true
        for file in files where !(try file.sync()) { isSynced = false }
        return .success(isSynced)
      } catch {
        return .failure(error)
      }
    }
  }

  /// Notes how far the files are.
  package mutating func beginSync() -> Sync {
    isDirty = false
    return Sync(
      [results, failures, unusable, journal],
      .synced(
        results: results.length, failures: failures.length, unusable: unusable.length,
        journal: journal.length))
  }

  /// Records what a sync made last; nothing where files cannot be synced.
  package mutating func endSync(
    _ sync: Sync, _ outcome: Result<Bool, FileError>
  ) throws(FileError) {
    do throws(FileError) {
      // After a failed sync the system may have dropped the data and call the next one a success:
      // it is never tried again.
      let isSynced = try outcome.get()
      guard isSynced, failure == nil else { return }
      buffer.removeAll(keepingCapacity: true)
      sync.lengths.append(to: &buffer)
      try journal.append(buffer)
    } catch {
      failure = failure ?? error
      throw error
    }
  }

  /// What follows cannot be believed.
  package mutating func fail(_ error: FileError) {
    failure = failure ?? error
  }

  /// Syncs now, and records nothing yet.
  package mutating func syncUnrecorded() {
    guard isDirty, failure == nil else { return }
    if case .failure(let error) = beginSync().perform() { fail(error) }
  }

  /// Syncs now, and records it.
  package mutating func sync() throws(FileError) {
    if let failure { throw failure }
    let sync = beginSync()
    try endSync(sync, sync.perform())
    try journal.sync()
  }
}

// MARK: - Ending

extension RunFiles {
  package var counts: (succeeded: Int, failed: Int, toDo: Int) {
    (
      table.count(of: .succeeded),
      table.count(of: .failed) + table.count(of: .failedForNow), table.count(of: .toDo)
    )
  }

  /// Lets go of the run: everything synced, superseded failures gone if it is finished, and the
  /// manifest renewed.
  package mutating func close(
    status: ExitStatus, state: RunStateName, text: String, totals: Manifest.Totals,
    comparison: Comparison? = nil
  ) throws(FileError) {
    if failure == nil {
      try note([.stopped(status: status, state: state, text: text, at: .now)])
      try sync()
      if state == .finished { try dropSupersededFailures() }
    }
    manifest.state = state
    manifest.exitStatus = status
    manifest.totals = totals
    manifest.comparison = comparison ?? manifest.comparison
    manifest.updatedAt = WallTime.now.description
    try manifest.write(to: directory)
    if let failure { throw failure }
  }

  /// Leaves one line for each job that is failed now; answers that were paid for move over to
  /// `unusable.jsonl`.
  private mutating func dropSupersededFailures() throws(FileError) {
    guard failures.length > 0 else { return }
    let file = try ReadableFile(directory.failures, on: directory.disk)
    var last: [Int: Int] = [:]
    var lineCount = 0
    var lines = LineReader(file)
    while let next = try lines.next() {
      lineCount += 1
      guard let bytes = next.bytes, let head = OutcomeHead(bytes),
        let index = table.index(ofID: head.idHash)
      else { continue }
      if head.fingerprint == table.fingerprint(of: index), isFailed(index) {
        last[index] = next.offset
      }
    }
    guard last.count < lineCount else { return }
    try rewriteFailures(file, keeping: last)
  }

  private func isFailed(_ index: Int) -> Bool {
    table[state: index] == .failed || table[state: index] == .failedForNow
  }

  private mutating func rewriteFailures(
    _ file: ReadableFile, keeping last: [Int: Int]
  ) throws(FileError) {
    let temporary = directory.failures + ".new"
    let target = try directory.fresh(temporary)
    var lines = LineReader(file)
    while let next = try lines.next() {
      guard let bytes = next.bytes, let head = OutcomeHead(bytes) else { continue }
      // A line of a job that left the file is nobody's to drop.
      let index = table.index(ofID: head.idHash)
      let isSuperseded = index.map { last[$0] != next.offset } ?? false
      if !isSuperseded {
        try target.append(Array(bytes) + [UInt8(ascii: "\n")])
      } else if let status = OutcomeHead.status(bytes, from: head.response), status < 300 {
        // It was paid for.
        try unusable.append(Array(bytes) + [UInt8(ascii: "\n")])
      }
    }
    try unusable.sync()
    try target.sync()
    try directory.moveIntoPlace(temporary, directory.failures)
  }
}
