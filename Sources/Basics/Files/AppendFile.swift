import CPlatform

/// A file to which whole lines are appended, private to its owner.
///
/// One thread appends and another may call ``sync()`` at the same time. The class is
/// `@unchecked Sendable` because only the appending actor touches its mutable properties, and the
/// compiler cannot check that.
package final class AppendFile: @unchecked Sendable {
  package let path: String
  private let name: String
  private let disk: any Disk
  private let descriptor: Int32
  private let observer: DiskObserver?
  /// The bytes in the file that belong to whole lines.
  package private(set) var length: Int
  /// Whether part of a failed append may be in the file after ``length``.
  private var isTorn = false

  /// Opens the file, or creates it. A symbolic link is an error (`ELOOP`). The file's mode becomes
  /// 0600; where the file system has no modes, the observer is told (``DiskAbility/modes``).
  package init(
    _ path: String, on disk: any Disk = SystemDisk(), observer: DiskObserver? = nil
  ) throws(FileError) {
    self.path = path
    self.disk = disk
    self.observer = observer
    name = PathName(path).name
    let descriptor = disk.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, operation: .open, code: errno) }
    var status = stat()
    // The umask may have removed bits, and an existing file may have extra ones.
    let refusal = disk.fchmod(descriptor, 0o600) == 0 ? nil : errno
    guard disk.fstat(descriptor, &status) == 0,
      refusal.map({ Self.isNoMode($0, of: path, status) }) ?? true
    else {
      let code = refusal ?? errno
      disk.close(descriptor)
      throw FileError(path: path, operation: .open, code: code)
    }
    self.descriptor = descriptor
    length = Int(status.st_size)
    // A file system may also report success and do nothing.
    if status.st_mode & 0o077 != 0 { observer?(.lacks(.modes)) }
  }

  /// Whether a mode could not be set because the file system has none. Somebody else's file gives the
  /// same errors, and must not be written to; only where files show no true owner either, an owner
  /// says nothing.
  private static func isNoMode(_ code: Int32, of path: String, _ status: stat) -> Bool {
    guard DiskAbility.modes.isLacking(for: code) else { return false }
    return status.st_uid == geteuid() || nightshift_modeless_file_system(path) != nil
  }

  deinit {
    disk.close(descriptor)
  }

  /// Appends whole lines; `bytes` must end with a newline.
  ///
  /// If the system writes only a part, the file is truncated to its old length, so that it still
  /// ends with a newline. If the truncation fails as well, the next append repeats it.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    // A line after a torn one could not be read back.
    if isTorn { try truncate(to: length) }
    var written = 0
    let code: Int32 = bytes.withUnsafeBytes { raw in
      while written < raw.count {
        let count = disk.write(
          descriptor, UnsafeRawBufferPointer(rebasing: raw[written...]))
        if count > 0 {
          written += count
        } else if count == 0 {
          return EIO
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    guard code == 0 else {
      // Truncate even if no write succeeded: a failing device may still have written a part.
      isTorn = disk.ftruncate(descriptor, length) != 0
      throw FileError(path: path, operation: .write, code: code)
    }
    length += written
    observer?(.wrote(file: name, bytes: written))
  }

  /// Appends these bytes of another file, or fewer if it ends before.
  package func copy(_ range: Range<Int>, of file: ReadableFile) throws(FileError) {
    var at = range.lowerBound
    while at < range.upperBound {
      let piece = try file.bytes(at: at, count: min(1 << 20, range.upperBound - at))
      guard !piece.isEmpty else { return }
      try append(piece)
      at += piece.count
    }
  }

  /// Returns when everything written so far is on the disk, so that a power cut cannot lose it.
  ///
  /// `false`: the file system cannot sync files, so it is not known what is on the disk; the
  /// observer is told (``DiskAbility/fileSync``).
  @discardableResult package func sync() throws(FileError) -> Bool {
    guard disk.sync(descriptor) == 0 else {
      let code = errno
      guard DiskAbility.fileSync.isLacking(for: code) else {
        throw FileError(path: path, operation: .sync, code: code)
      }
      observer?(.lacks(.fileSync))
      return false
    }
    observer?(.synced(file: name))
    return true
  }

  /// Truncates the file to `length` bytes, which must be the end of a whole line.
  package func truncate(to length: Int) throws(FileError) {
    guard disk.ftruncate(descriptor, length) == 0 else {
      throw FileError(path: path, operation: .truncate, code: errno)
    }
    self.length = length
    isTorn = false
    observer?(.truncated(file: name, to: length))
  }
}
