package import Basics
import Dispatch
import Synchronization

/// Puts on disk what happened, before anybody is told.
///
/// Runs on a thread of its own, since writes block. Syncs run on another, at most 200 ms after what
/// they sync was written, and never hold up a write. What is written, and in which order, is for
/// ``RunFiles`` to know.
package actor Checkpoint {
  package nonisolated let directory: RunDirectory
  private let lock: RunLock
  private let executor = DiskExecutor()
  private var ledger: RunFiles

  /// Concurrent: a slow sync must not keep the next one from starting in time.
  private let syncQueue = DispatchQueue(
    label: "nightshift.sync", qos: .utility, attributes: .concurrent)
  /// In milliseconds, from a write to the sync that takes it along.
  package static let syncDelay = 100
  private var isSyncScheduled = false
  /// The first sync that failed on the other thread.
  private let syncFailure = Mutex<FileError?>(nil)
  private var isClosed = false
  private var onFailure: @Sendable (FileError) -> Void = { _ in }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(
    _ recovery: Recovery, lock: RunLock, manifest: Manifest, redactor: Redactor
  ) throws(FileError) {
    directory = recovery.directory
    self.lock = lock
    ledger = try RunFiles(recovery, manifest: manifest, redactor: redactor)
  }

  /// Who hears of a sync that failed, outside any call; at once, if one has failed already.
  package func onFailure(_ hear: @escaping @Sendable (FileError) -> Void) {
    onFailure = hear
    if let failure = ledger.failure { hear(failure) }
  }

  package func renew(_ redactor: Redactor) {
    ledger.renew(redactor)
  }

  /// Writes the starts of attempts, unless the disk has failed.
  package func begin(_ starts: [JournalEntry]) throws(FileError) {
    defer { scheduleSync() }
    try ledger.begin(starts)
  }

  /// Writes journal lines; those that are ready together share one write.
  package func note(_ entries: [JournalEntry]) throws(FileError) {
    defer { scheduleSync() }
    try ledger.note(entries)
  }

  /// These failed jobs are still to do.
  package func reopen(_ jobs: [JobPlace]) throws(FileError) {
    defer { scheduleSync() }
    try ledger.reopen(jobs)
  }

  /// Writes outcomes, then the ends of their attempts.
  package func commit(_ batch: Commit) throws(Unwritten) {
    defer { scheduleSync() }
    try ledger.commit(batch)
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

  package func sync() throws(FileError) {
    awaitSyncs()
    try ledger.sync()
  }

  package var counts: (succeeded: Int, failed: Int, toDo: Int) { ledger.counts }

  /// Lets go of the run: everything synced, superseded failures gone if it is finished, and the
  /// manifest renewed.
  package func close(
    status: ExitStatus, state: RunStateName, text: String, totals: Manifest.Totals,
    comparison: Comparison? = nil
  ) throws(FileError) {
    awaitSyncs()
    isClosed = true
    defer { lock.release() }
    try ledger.close(
      status: status, state: state, text: text, totals: totals, comparison: comparison)
  }
}

// MARK: - Syncing

extension Checkpoint {
  private func scheduleSync() {
    guard ledger.isDirty, !isSyncScheduled, ledger.failure == nil else { return }
    isSyncScheduled = true
    syncQueue.asyncAfter(deadline: .now() + .milliseconds(Self.syncDelay)) { [self] in
      Task { await beginSync() }
    }
  }

  /// Notes how far the files are, and lets the other thread sync them.
  private func beginSync() {
    isSyncScheduled = false
    guard ledger.failure == nil, !isClosed else { return }
    let sync = ledger.beginSync()
    syncQueue.async { [self] in
      let outcome = sync.perform()
      if case .failure(let error) = outcome { syncFailure.withLock { $0 = $0 ?? error } }
      Task { await endSync(sync, outcome) }
    }
  }

  /// A sync under way may fail, and the system may then call a later one of the same file a success:
  /// so what is still to be synced is, in time, but believed only once all of them have ended.
  private func awaitSyncs() {
    ledger.syncUnrecorded()
    syncQueue.sync(flags: .barrier) {}
    if let failed = syncFailure.withLock({ $0 }) { ledger.fail(failed) }
  }

  private func endSync(_ sync: RunFiles.Sync, _ outcome: Result<Bool, FileError>) {
    if isClosed, case .success = outcome { return }
    do throws(FileError) {
      try ledger.endSync(sync, outcome)
    } catch {
      onFailure(error)
    }
  }
}
