import Dispatch

/// Puts on disk what happened, before anybody is told.
///
/// Runs on a thread of its own, since writes block. Syncs run on another, at most 200 ms after what
/// they sync was written, and never hold up a write.
package actor Checkpoint {
  package let directory: RunDirectory
  private let lock: RunLock
  private let executor = DiskExecutor()
  private let results: AppendFile
  private let failures: AppendFile
  private let unusable: AppendFile
  private let journal: AppendFile
  private var line: OutcomeLine
  private var table: JobTable
  private var manifest: Manifest

  /// Concurrent: a slow sync must not keep the next one from starting in time.
  private let syncQueue = DispatchQueue(
    label: "nightshift.sync", qos: .utility, attributes: .concurrent)
  private static let syncDelay = DispatchTimeInterval.milliseconds(100)
  private var isSyncScheduled = false
  /// Set once a write or a sync failed: what follows cannot be believed.
  private var failure: FileError?
  private var isClosed = false
  private var buffer: [UInt8] = []
  private let onFailure: @Sendable (FileError) -> Void

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// `onFailure` hears of a sync that failed, outside any call.
  package init(
    _ recovery: Recovery, lock: RunLock, manifest: Manifest, redactor: Redactor,
    onFailure: @escaping @Sendable (FileError) -> Void = { _ in }
  ) throws(FileError) {
    directory = recovery.directory
    self.lock = lock
    self.manifest = manifest
    self.onFailure = onFailure
    table = recovery.table
    line = OutcomeLine(runID: manifest.runID, redactor: redactor)
    let observer = recovery.directory.observer
    results = try AppendFile(recovery.directory.results, observer: observer)
    failures = try AppendFile(recovery.directory.failures, observer: observer)
    unusable = try AppendFile(recovery.directory.unusable, observer: observer)
    journal = try AppendFile(recovery.directory.journal, observer: observer)
    try recovery.directory.sync()
    try manifest.write(to: recovery.directory)
  }

  package func renew(_ redactor: Redactor) {
    line.renew(redactor)
  }

  /// Writes the starts of attempts. None is let through once the disk has failed, also when the
  /// limiter has not heard of it yet.
  package func begin(_ starts: [JournalEntry]) throws(FileError) {
    if let failure { throw failure }
    try note(starts)
  }

  /// Writes journal lines; those that are ready together share one write.
  package func note(_ entries: [JournalEntry]) throws(FileError) {
    guard !entries.isEmpty else { return }
    buffer.removeAll(keepingCapacity: true)
    for entry in entries { entry.append(to: &buffer) }
    try write(buffer, to: journal)
  }

  /// Writes outcomes, then the ends of their attempts.
  package func commit(_ batch: Commit) throws(Unwritten) {
    var rest = batch
    do throws(FileError) {
      try write(batch.succeeded, to: results, state: .succeeded)
      rest.succeeded = []
      try write(batch.failed, to: failures, state: .failed)
      rest.failed = []
      buffer.removeAll(keepingCapacity: true)
      for record in batch.unusable {
        // What came whole is kept whole: somebody paid for it.
        let isWhole = record.failure?.kind == .unexpectedAnswer
        line.append(record, bodyLimit: isWhole ? .max : Self.unusableLimit, to: &buffer)
      }
      if !buffer.isEmpty { try write(buffer, to: unusable) }
      rest.unusable = []
      try note(batch.journal)
    } catch {
      throw Unwritten(rest: rest, error: error)
    }
  }

  /// What a commit did not get onto the disk: all that may be tried again, since a line that was
  /// written must not be written twice.
  package struct Unwritten: Error {
    package let rest: Commit
    package let error: FileError
  }

  /// What became ready together.
  package struct Commit: Sendable {
    package var succeeded: [OutcomeRecord] = []
    package var failed: [OutcomeRecord] = []
    package var unusable: [OutcomeRecord] = []
    package var journal: [JournalEntry] = []

    package init() {}
  }

  /// How much is kept of an answer that cannot be used, in bytes.
  private static let unusableLimit = 1 << 20

  private func write(
    _ records: [OutcomeRecord], to file: AppendFile, state: JobState
  ) throws(FileError) {
    guard !records.isEmpty else { return }
    buffer.removeAll(keepingCapacity: true)
    for record in records { line.append(record, to: &buffer) }
    try write(buffer, to: file)
    for record in records {
      let isForNow = state == .failed && record.failure?.isWorthRetrying == true
      table[state: record.job.place.index] = isForNow ? .failedForNow : state
    }
  }

  private func write(_ bytes: [UInt8], to file: AppendFile) throws(FileError) {
    do throws(FileError) {
      try file.append(bytes)
    } catch {
      failure = failure ?? error
      throw error
    }
    scheduleSync()
  }
}

// MARK: - Syncing

extension Checkpoint {
  private func scheduleSync() {
    guard !isSyncScheduled, failure == nil else { return }
    isSyncScheduled = true
    syncQueue.asyncAfter(deadline: .now() + Self.syncDelay) { [self] in
      Task { await beginSync() }
    }
  }

  /// Notes how far the files are, lets the other thread sync them, and records it.
  private func beginSync() {
    isSyncScheduled = false
    guard failure == nil, !isClosed else { return }
    let lengths = JournalEntry.synced(
      results: results.length, failures: failures.length, unusable: unusable.length,
      journal: journal.length)
    let files = [results, failures, unusable, journal]
    syncQueue.async { [self] in
      let outcome = Self.sync(files)
      Task { await endSync(lengths, outcome) }
    }
  }

  private func endSync(_ lengths: JournalEntry, _ outcome: FileError?) {
    if let outcome {
      // After a failed sync the system may have dropped the data and call the next one a success:
      // it is never tried again.
      failure = failure ?? outcome
      onFailure(outcome)
      return
    }
    guard failure == nil, !isClosed else { return }
    buffer.removeAll(keepingCapacity: true)
    lengths.append(to: &buffer)
    do throws(FileError) {
      try journal.append(buffer)
    } catch {
      failure = error
      onFailure(error)
    }
  }

  private static func sync(_ files: [AppendFile]) -> FileError? {
    do throws(FileError) {
      for file in files { try file.sync() }
      return nil
    } catch {
      return error
    }
  }

  /// Syncs now, and records it.
  package func sync() throws(FileError) {
    if let failure { throw failure }
    let lengths = JournalEntry.synced(
      results: results.length, failures: failures.length, unusable: unusable.length,
      journal: journal.length)
    let outcome = Self.sync([results, failures, unusable, journal])
    if let outcome {
      failure = outcome
      throw outcome
    }
    buffer.removeAll(keepingCapacity: true)
    lengths.append(to: &buffer)
    try journal.append(buffer)
    try journal.sync()
  }
}

// MARK: - Ending

extension Checkpoint {
  package var counts: (succeeded: Int, failed: Int, toDo: Int) {
    (
      table.count(of: .succeeded),
      table.count(of: .failed) + table.count(of: .failedForNow), table.count(of: .toDo)
    )
  }

  /// Lets go of the run: everything synced, superseded failures gone if it is finished, and the
  /// manifest renewed.
  package func close(
    status: Int32, state: String, text: String, totals: Manifest.Totals,
    comparison: Comparison? = nil
  ) throws(FileError) {
    if failure == nil {
      try note([.stopped(status: status, state: state, text: text, at: .now)])
      try sync()
      if state == "finished" { try dropSupersededFailures() }
    }
    isClosed = true
    defer { lock.release() }
    manifest.state = state
    manifest.exitStatus = status
    manifest.totals = totals
    manifest.comparison = comparison ?? manifest.comparison
    manifest.updatedAt = WallTime.now.description
    try manifest.write(to: directory)
    if let failure { throw failure }
  }

  /// Leaves one line for each job that is failed now.
  private func dropSupersededFailures() throws(FileError) {
    guard failures.length > 0 else { return }
    let file = try ReadableFile(directory.failures)
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

  private func rewriteFailures(
    _ file: ReadableFile, keeping last: [Int: Int]
  ) throws(FileError) {
    let temporary = directory.failures + ".new"
    unlinkIfThere(temporary)
    let target = try AppendFile(temporary, observer: directory.observer)
    var lines = LineReader(file)
    while let next = try lines.next() {
      guard let bytes = next.bytes, let head = OutcomeHead(bytes) else { continue }
      // A line of a job that left the file is nobody's to drop.
      if let index = table.index(ofID: head.idHash), last[index] != next.offset { continue }
      try target.append(Array(bytes) + [UInt8(ascii: "\n")])
    }
    try target.sync()
    try directory.moveIntoPlace(temporary, directory.failures)
  }
}
