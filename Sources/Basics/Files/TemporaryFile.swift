/// A temporary file whose name is deleted as soon as it is open, so that it vanishes with the
/// program: for input that can be read only once, for text that was converted, and for what a child
/// process prints.
package final class TemporaryFile {
  /// For reading what was written.
  package let file: ReadableFile
  /// For writing.
  package let descriptor: Int32
  private var buffer: [UInt8] = []

  private static let flushThreshold = 1 << 18

  /// Creates it in the system's temporary folder, for its owner alone.
  package init() throws(FileError) {
    let folder = FileManager.default.temporaryDirectory.path
    var template = Array("\(folder)/nightshift-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw FileError(path: path, operation: .create, code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    defer { unlink(path) }
    do throws(FileError) {
      file = try ReadableFile(path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Appends bytes; ``flush()`` must be called after the last ones.
  package func append(_ bytes: some Collection<UInt8>) throws(FileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.flushThreshold { try flush() }
  }

  /// Writes what was appended.
  package func flush() throws(FileError) {
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes {
        write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw FileError(path: file.path, operation: .write, code: errno)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
