package import Basics

/// Reads a run directory back, mends what a crash left, and marks in the table what is done.
package struct Recovery {
  /// What to do with jobs whose body was changed since they succeeded.
  package enum Edited: String, CaseIterable, Sendable {
    case rerun, keep, refuse
  }

  package let directory: RunDirectory
  package private(set) var table: JobTable
  package private(set) var journal: JournalSummary
  package private(set) var reconciliation = Reconciliation()
  /// The highest number that an attempt had: a power cut may leave outcomes of attempts that the
  /// journal lost.
  package private(set) var lastAttempt: UInt64 = 0
  /// Bytes of torn lines that were set aside.
  package private(set) var salvaged = 0

  /// The lines where edited jobs stood when they succeeded.
  private var editedFrom: [Int: Int] = [:]
  private var gone: Set<UInt64> = []
  private var results = 0

  /// `mends: false` only looks, and changes nothing on the disk. `boot`: the one under way.
  /// `keepsStartsSince`: as of ``JournalSummary``.
  package init(
    _ directory: RunDirectory, of jobs: JobFile, edited: Edited, mends: Bool = true,
    boot: String? = BootClock.bootID, keepsStartsSince: BothClocks? = nil
  ) throws(CheckpointError) {
    self.directory = directory
    journal = JournalSummary(currentBoot: boot, keepsStartsSince: keepsStartsSince)
    table = jobs.table
    try readJournal(mends: mends)
    try readFailures(mends: mends)
    try readResults(mends: mends)
    let synced = journal.synced
    salvaged += try LineFileScan(
      directory: directory, path: directory.unusable, synced: { synced.unusable }
    ).read(mends: mends) { bytes, _, _ in head(bytes) != nil }
    try judge(jobs, edited)
  }

  private mutating func readJournal(mends: Bool) throws(CheckpointError) {
    var summary = journal
    salvaged += try LineFileScan(
      directory: directory, path: directory.journal, synced: { summary.synced.journal }
    ).read(mends: mends) { bytes, offset, _ in
      summary.add(bytes, offset: offset) != nil
    } finish: { file throws(FileError) in
      try summary.finish(file)
    }
    journal = summary
    lastAttempt = summary.lastAttempt
  }

  private mutating func head(_ bytes: UnsafeRawBufferPointer) -> OutcomeHead? {
    let head = OutcomeHead(bytes)
    if let head { lastAttempt = max(lastAttempt, head.attempt) }
    return head
  }

  private mutating func readFailures(mends: Bool) throws(CheckpointError) {
    let synced = journal.synced
    salvaged += try LineFileScan(
      directory: directory, path: directory.failures, synced: { synced.failures }
    ).read(mends: mends) { bytes, _, _ in
      guard let head = head(bytes) else { return false }
      guard let index = table.index(ofID: head.idHash) else {
        gone.insert(head.idHash)
        return true
      }
      if head.fingerprint == table.fingerprint(of: index) {
        let isForNow = OutcomeHead.isWorthRetrying(bytes, from: head.response)
        table[state: index] =
          journal.reopened.contains(head.attempt) ? .toDo : isForNow ? .failedForNow : .failed
      }
      return true
    }
  }

  private mutating func readResults(mends: Bool) throws(CheckpointError) {
    let synced = journal.synced
    salvaged += try LineFileScan(
      directory: directory, path: directory.results, synced: { synced.results }
    ).read(mends: mends) { bytes, _, _ in
      guard let head = head(bytes) else { return false }
      results += 1
      guard let index = table.index(ofID: head.idHash) else {
        gone.insert(head.idHash)
        return true
      }
      if head.fingerprint == table.fingerprint(of: index) {
        table[state: index] = .succeeded
        editedFrom[index] = nil
      } else if table[state: index] == .toDo {
        editedFrom[index] = head.line
      }
      return true
    }
  }

  private mutating func judge(_ jobs: JobFile, _ edited: Edited) throws(CheckpointError) {
    if results > 0, editedFrom.isEmpty, table.count(of: .succeeded) == 0 {
      throw .otherJobs(directory: directory.path, jobs: jobs.path, results: results)
    }
    if let first = editedFrom.keys.min(), let earlier = editedFrom[first] {
      switch edited {
      case .refuse:
        throw .edited(
          jobs: jobs.path, line: table.line(of: first), id: Self.id(of: first, in: jobs),
          earlierLine: earlier, count: editedFrom.count)
      case .keep: for index in editedFrom.keys { table[state: index] = .succeeded }
      case .rerun: break
      }
    }
    reconciliation.done = table.count(of: .succeeded)
    reconciliation.toDo = table.count(of: .toDo)
    reconciliation.worthRetrying = table.count(of: .failedForNow)
    reconciliation.failed = table.count(of: .failed) + reconciliation.worthRetrying
    reconciliation.edited = editedFrom.count
    reconciliation.gone = gone.count
    reconciliation.isResume = journal.sessions > 0
  }

  private static func id(of index: Int, in jobs: JobFile) -> String {
    var reader = JobReader(jobs, number: 0)
    let job = try? reader.next { $0 == index }
    return job?.id ?? "?"
  }
}
