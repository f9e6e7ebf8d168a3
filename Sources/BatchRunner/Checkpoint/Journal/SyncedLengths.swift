import Basics

/// Up to where the files of a run were known to be on the disk, by the last record of it.
package struct SyncedLengths {
  /// All 0 if there is no record.
  package private(set) var lengths = JournalLine.Synced()

  /// Reads the journal from end to end.
  package init(_ directory: RunDirectory) throws(CheckpointError) {
    guard directory.disk.has(directory.journal) else { return }
    do throws(FileError) {
      var lines = LineReader(try ReadableFile(directory.journal, on: directory.disk))
      var reader = JournalReader()
      while let line = try lines.next() {
        guard line.isWhole, let bytes = line.bytes, case .synced(let lengths) = reader.read(bytes)
        else { continue }
        self.lengths = lengths
      }
    } catch {
      throw .file(error)
    }
  }
}
