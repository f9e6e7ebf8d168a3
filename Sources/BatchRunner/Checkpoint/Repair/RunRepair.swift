import Basics

/// Repairs the files of a run directory after another program has reformatted them.
///
/// Whoever uses it holds the directory's ``RunLock``.
package struct RunRepair {
  private let directory: RunDirectory
  /// The repairs of the files that are there; the journal's is the last.
  private let repairs: [FileRepair]
  /// What was found, in the same order.
  package let files: [RepairedFile]
  private let synced: JournalLine.Synced

  /// Only looks. Throws if a line cannot be repaired.
  package init(_ directory: RunDirectory) throws(CheckpointError) {
    self.directory = directory
    synced = try SyncedLengths(directory).lengths
    let kinds: [(path: String, repair: any LineRepair, synced: Int)] = [
      (directory.results, OutcomeLineRepair(.results), synced.results),
      (directory.failures, OutcomeLineRepair(.failures), synced.failures),
      (directory.unusable, OutcomeLineRepair(.unusable), synced.unusable),
      (directory.journal, JournalLineRepair(), synced.journal),
    ]
    repairs = kinds.filter { directory.disk.has($0.path) }.map {
      FileRepair(directory: directory, path: $0.path, repair: $0.repair, synced: $0.synced)
    }
    var files: [RepairedFile] = []
    for repair in repairs { files.append(try repair.look()) }
    self.files = files
  }

  package var isNeeded: Bool { files.contains { $0.changed > 0 } }

  /// Replaces the files that need it, each as a whole, and records how long they are now. Stopped in
  /// between, it can be run again.
  package func write() throws(CheckpointError) {
    var lengths: [String: Int] = [:]
    for (repair, found) in zip(repairs, files) {
      let isJournal = repair.path == directory.journal
      // The record could not be read after a torn end.
      guard found.changed > 0 || isJournal && found.left > 0 else { continue }
      lengths[repair.path] = try repair.write(keepsTail: !isJournal) ?? 0
    }
    do throws(FileError) {
      try record(lengths)
    } catch {
      throw .file(error)
    }
  }

  /// The recorded lengths say where damage ends and a torn end begins, so they must be those of the
  /// new files.
  private func record(_ lengths: [String: Int]) throws(FileError) {
    guard directory.disk.has(directory.journal) else { return }
    let journal = try directory.file(directory.journal)
    let entry = JournalEntry.synced(
      results: lengths[directory.results] ?? synced.results,
      failures: lengths[directory.failures] ?? synced.failures,
      unusable: lengths[directory.unusable] ?? synced.unusable,
      journal: lengths[directory.journal] ?? synced.journal)
    var bytes: [UInt8] = []
    entry.append(to: &bytes)
    try journal.append(bytes)
    try journal.sync()
  }
}
