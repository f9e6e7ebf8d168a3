/// An open file that is only read.
package final class ReadableFile: Sendable {
  package let path: String
  private let disk: any Disk
  private let descriptor: Int32

  package init(_ path: String, on disk: any Disk = SystemDisk()) throws(FileError) {
    let descriptor = disk.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, deed: .open, code: errno) }
    self.path = path
    self.disk = disk
    self.descriptor = descriptor
    var status = stat()
    guard disk.fstat(descriptor, &status) == 0 else {
      throw FileError(path: path, deed: .open, code: errno)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw FileError(path: path, deed: .open, code: EISDIR)
    }
  }

  deinit {
    disk.close(descriptor)
  }

  /// In bytes.
  package func size() throws(FileError) -> Int {
    var status = stat()
    guard disk.fstat(descriptor, &status) == 0 else {
      throw FileError(path: path, deed: .read, code: errno)
    }
    return Int(status.st_size)
  }

  /// Whether it has an end that can be read again: a pipe has not.
  package var isRegular: Bool {
    var status = stat()
    return disk.fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Reads up to the room given; 0 at the end of the file.
  package func read(
    into room: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileError) -> Int {
    while true {
      let count = disk.pread(descriptor, room, offset)
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(path: path, deed: .read, code: errno) }
    }
  }

  /// Exactly these bytes; fewer where the file ends before.
  package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    var failure: FileError?
    bytes.withUnsafeMutableBytes { room in
      while filled < count {
        do throws(FileError) {
          let read = try self.read(
            into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]), at: offset + filled)
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
