/// A file that only grows, by whole lines.
///
/// Shared by the thread that writes and the one that syncs: the length is the writer's alone.
package final class AppendFile: @unchecked Sendable {
  package let path: String
  private let name: String
  private let disk: any Disk
  private let descriptor: Int32
  private let observer: DiskObserver?
  /// What is in the file, in bytes. Touched by the writing actor only, which is why the class may
  /// call itself sendable.
  package private(set) var length: Int
  /// Bytes of a failed append may stand behind ``length``.
  private var isTorn = false

  /// Opens or makes the file, for its owner alone. A symbolic link is not followed.
  package init(
    _ path: String, on disk: any Disk = SystemDisk(), observer: DiskObserver? = nil
  ) throws(FileError) {
    self.path = path
    self.disk = disk
    self.observer = observer
    name = PathName(path).name
    let descriptor = disk.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, deed: .open, code: errno) }
    var status = stat()
    // The umask may have taken bits away, an earlier owner may have added some.
    guard disk.fchmod(descriptor, 0o600) == 0, disk.fstat(descriptor, &status) == 0 else {
      let code = errno
      disk.close(descriptor)
      throw FileError(path: path, deed: .open, code: code)
    }
    self.descriptor = descriptor
    length = Int(status.st_size)
  }

  deinit {
    disk.close(descriptor)
  }

  /// Appends whole lines. When the system takes only a part, that part is taken back, so that the
  /// file ends with a newline as before.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    // Behind a torn line nothing could be read.
    if isTorn { try cut(to: length) }
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
      // Also when nothing was said to be written: a device that fails may have taken a part.
      isTorn = disk.ftruncate(descriptor, length) != 0
      throw FileError(path: path, deed: .write, code: code)
    }
    length += written
    observer?(.wrote(file: name, bytes: written))
  }

  /// Returns when all that was written is on the disk itself.
  package func sync() throws(FileError) {
    guard disk.sync(descriptor) == 0 else { throw FileError(path: path, deed: .sync, code: errno) }
    observer?(.synced(file: name))
  }

  /// Cuts the file to a length that ends with a whole line.
  package func cut(to length: Int) throws(FileError) {
    guard disk.ftruncate(descriptor, length) == 0 else {
      throw FileError(path: path, deed: .cut, code: errno)
    }
    self.length = length
    isTorn = false
    observer?(.cut(file: name, to: length))
  }
}
