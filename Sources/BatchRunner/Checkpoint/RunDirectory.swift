package import Basics

/// The directory of one run, and what is where in it.
package struct RunDirectory: Sendable {
  package let path: String
  package let disk: any Disk
  package let observer: DiskObserver?

  package init(
    _ path: String, on disk: any Disk = SystemDisk(), observer: DiskObserver? = nil
  ) {
    self.path = path
    self.disk = disk
    self.observer = observer
  }

  package var results: String { path + "/results.jsonl" }
  package var failures: String { path + "/failures.jsonl" }
  package var journal: String { path + "/journal.jsonl" }
  package var unusable: String { path + "/unusable.jsonl" }
  package var manifest: String { path + "/run.json" }
  /// Where `nightshift report` puts its page.
  package var page: String { path + "/report.html" }
  package var lock: String { path + "/lock" }
  package var salvage: String { path + "/salvage" }
  /// What was read from standard input.
  package var input: String { path + "/input.jsonl" }

  package var exists: Bool { disk.has(path) }

  /// In bytes; 0 where there are none.
  package var resultsLength: Int {
    var status = stat()
    return stat(results, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Makes the directory if it is missing, for its owner alone.
  package func create() throws(FileError) {
    try create(path)
    // Its own name must outlast a power cut too, or all that was synced in it is lost. Where the
    // folder around it may not be read, that is up to the system.
    let folder = PathName(path).folder
    let around = RunDirectory(folder.isEmpty ? "." : folder, on: disk) { [observer] event in
      // That it was synced says nothing about this directory.
      if case .lacks = event { observer?(event) }
    }
    do throws(FileError) {
      try around.sync()
    } catch {
      if error.operation != .open { throw error }
    }
  }

  package func createSalvage() throws(FileError) {
    try create(salvage)
    try sync()
  }

  private func create(_ path: String) throws(FileError) {
    var status = stat()
    if disk.mkdir(path) == 0 {
      let refusal = disk.chmod(path, 0o700) == 0 ? nil : errno
      if let refusal, !DiskAbility.modes.isLacking(for: refusal) {
        throw FileError(path: path, operation: .create, code: refusal)
      }
      // A file system may also report success and do nothing.
      if disk.stat(path, &status) == 0, status.st_mode & 0o077 != 0 { observer?(.lacks(.modes)) }
      return
    }
    let code = errno
    guard code == EEXIST, disk.stat(path, &status) == 0 else {
      throw FileError(path: path, operation: .create, code: code)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(path: path, operation: .create, code: ENOTDIR)
    }
  }

  /// Makes the names in the directory last. Where the file system cannot do that, the observer is
  /// told (``DiskAbility/directorySync``).
  package func sync() throws(FileError) {
    let descriptor = disk.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return try failSync(.open, errno) }
    defer { disk.close(descriptor) }
    guard disk.sync(descriptor) == 0 else { return try failSync(.sync, errno) }
    observer?(.syncedDirectory)
  }

  /// Throws, unless the error says that the file system cannot sync directories.
  private func failSync(_ operation: FileError.Operation, _ code: Int32) throws(FileError) {
    guard DiskAbility.directorySync.isLacking(for: code) else {
      throw FileError(path: path, operation: operation, code: code)
    }
    observer?(.lacks(.directorySync))
  }

  /// Throws if a file cannot be renamed over one that is open, as on some FUSE file systems. Every
  /// run may do so at its end, so a new one tries it before the first request.
  package func tryReplacing() throws(FileError) {
    let (old, new) = (path + "/probe", path + "/probe.new")
    let target = try fresh(old)
    _ = try fresh(new)
    let code = withExtendedLifetime(target) { disk.rename(new, old) == 0 ? nil : errno }
    for file in [old, new] { _ = disk.unlink(file) }
    if let code { throw FileError(path: path, operation: .replace, code: code) }
  }

  /// Puts a whole file in the place of another, so that a reader sees the old or the new one.
  package func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let temporary = path + ".new"
    let file = try fresh(temporary)
    try file.append(bytes)
    try file.sync()
    try moveIntoPlace(temporary, path)
  }

  /// Renames a synced file, and makes the new name last.
  package func moveIntoPlace(_ temporary: String, _ path: String) throws(FileError) {
    guard disk.rename(temporary, path) == 0 else {
      throw FileError(path: path, operation: .rename, code: errno)
    }
    observer?(.renamed(to: PathName(path).name))
    try sync()
  }

  /// An empty file, whatever an earlier process may have left of that name.
  func fresh(_ path: String) throws(FileError) -> AppendFile {
    _ = disk.unlink(path)
    return try file(path)
  }

  /// Opens or creates a file of the directory.
  package func file(_ path: String) throws(FileError) -> AppendFile {
    try AppendFile(path, on: disk, observer: observer)
  }
}
