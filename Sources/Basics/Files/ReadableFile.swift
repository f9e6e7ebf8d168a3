/// A file that is open for reading. Each read states its offset, so threads can share the file.
package final class ReadableFile: Sendable {
  package let path: String
  private let disk: any Disk
  private let descriptor: Int32

  /// Opens the file. A folder is an error (`EISDIR`).
  package init(_ path: String, on disk: any Disk = SystemDisk()) throws(FileError) {
    let descriptor = disk.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, operation: .open, code: errno) }
    self.path = path
    self.disk = disk
    self.descriptor = descriptor
    var status = stat()
    guard disk.fstat(descriptor, &status) == 0 else {
      throw FileError(path: path, operation: .open, code: errno)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw FileError(path: path, operation: .open, code: EISDIR)
    }
  }

  deinit {
    disk.close(descriptor)
  }

  /// The current size in bytes; it may grow while the file is open.
  package func size() throws(FileError) -> Int {
    var status = stat()
    guard disk.fstat(descriptor, &status) == 0 else {
      throw FileError(path: path, operation: .read, code: errno)
    }
    return Int(status.st_size)
  }

  /// Whether it is a regular file, which can be read more than once. A pipe or device is not.
  package var isRegular: Bool {
    var status = stat()
    return disk.fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Reads up to `buffer.count` bytes and returns how many; 0 at the end of the file. It may read
  /// fewer than the buffer holds, also before the end.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileError) -> Int {
    while true {
      let count = disk.pread(descriptor, buffer, offset)
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(path: path, operation: .read, code: errno) }
    }
  }

  /// Exactly `count` bytes; fewer only if the file ends before.
  package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    var failure: FileError?
    bytes.withUnsafeMutableBytes { buffer in
      while filled < count {
        do throws(FileError) {
          let read = try self.read(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), at: offset + filled)
          if read == 0 { break }
          filled += read
        } catch {
          failure = error
          break
        }
      }
    }
    if let failure { throw failure }
    bytes.removeLast(count - filled)
    return bytes
  }
}
