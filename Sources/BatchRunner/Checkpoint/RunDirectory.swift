import Foundation

/// The directory of one run, and what is where in it.
package struct RunDirectory: Sendable {
  package let path: String
  package let observer: DiskObserver?

  package init(_ path: String, observer: DiskObserver? = nil) {
    self.path = path
    self.observer = observer
  }

  package var results: String { path + "/results.jsonl" }
  package var failures: String { path + "/failures.jsonl" }
  package var journal: String { path + "/journal.jsonl" }
  package var unusable: String { path + "/unusable.jsonl" }
  package var manifest: String { path + "/run.json" }
  package var lock: String { path + "/lock" }
  package var salvage: String { path + "/salvage" }
  /// What was read from standard input.
  package var input: String { path + "/input.jsonl" }

  package var exists: Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// In bytes; 0 where there are none.
  package var resultsLength: Int {
    var status = stat()
    return stat(results, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Makes the directory if it is missing, for its owner alone.
  package func create() throws(FileError) {
    guard !exists else { return try Self.create(path) }
    try Self.create(path)
    // Its own name must last too. A folder that may be written to, but not read, is left alone.
    let parent = (path as NSString).deletingLastPathComponent
    do throws(FileError) {
      try RunDirectory(parent.isEmpty ? "." : parent).sync()
    } catch {
      if error.deed == .sync { throw error }
    }
  }

  package func createSalvage() throws(FileError) {
    try Self.create(salvage)
    try sync()
  }

  private static func create(_ path: String) throws(FileError) {
    if mkdir(path, 0o700) == 0 {
      guard chmod(path, 0o700) == 0 else {
        throw FileError(path: path, deed: .create, code: errno)
      }
      return
    }
    let code = errno
    var status = stat()
    guard code == EEXIST, stat(path, &status) == 0 else {
      throw FileError(path: path, deed: .create, code: code)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(path: path, deed: .create, code: ENOTDIR)
    }
  }

  /// Makes the names in the directory last.
  package func sync() throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, deed: .open, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError(path: path, deed: .sync, code: errno) }
    observer?(.syncedDirectory)
  }

  /// Puts a whole file in the place of another, so that a reader sees the old or the new one.
  package func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let temporary = path + ".new"
    unlinkIfThere(temporary)
    let file = try AppendFile(temporary, observer: observer)
    try file.append(bytes)
    try file.sync()
    try moveIntoPlace(temporary, path)
  }

  /// Renames a synced file, and makes the new name last.
  package func moveIntoPlace(_ temporary: String, _ path: String) throws(FileError) {
    guard rename(temporary, path) == 0 else {
      throw FileError(path: path, deed: .rename, code: errno)
    }
    observer?(.renamed(to: (path as NSString).lastPathComponent))
    try sync()
  }
}

/// Removes a file that an earlier process may have left.
func unlinkIfThere(_ path: String) {
  unlink(path)
}
