package import Basics

/// An output file that appears complete or not at all.
///
/// It is written to a temporary file in the same folder, which ``finish()`` renames to its final
/// name. If `finish()` is not called, or the program crashes, an existing file stays unchanged. A
/// crash may leave the temporary file behind.
/// Standard output (`-`), devices and pipes are written to directly.
package final class AtomicFile {
  package let path: String
  /// The path of the temporary file; `nil` if the output is written to directly.
  private let temporary: String?
  private let descriptor: Int32
  /// Whether it is a file with a name, and not standard output, a device or a pipe.
  package var isReplaceable: Bool { temporary != nil }
  /// Bytes that are not written yet.
  private var buffer: [UInt8] = []
  /// Whether there is no temporary file left to remove.
  private var isFinished = false

  /// The buffer is written when it has this many bytes.
  private static let flushThreshold = 1 << 18

  /// Opens the output. An existing file is an error unless `replaces` is `true`.
  package init(_ path: String, replaces: Bool) throws(AtomicFileError) {
    self.path = path
    buffer.reserveCapacity(Self.flushThreshold * 2)
    guard path != "-" else {
      descriptor = STDOUT_FILENO
      temporary = nil
      return
    }
    var status = stat()
    let exists = lstat(path, &status) == 0
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    if exists, isRegular, !replaces { throw .exists(path) }
    // `lstat` above does not follow a symbolic link; `stat` here looks at its target.
    let isDirect = exists && stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let target = isDirect ? path : "\(path).\(getpid()).new"
    let flags = isDirect ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    temporary = isDirect ? nil : target
    descriptor = open(target, flags, 0o600)
    guard descriptor >= 0 else {
      isFinished = true
      throw .file(FileError(path: path, operation: .create, code: errno))
    }
  }

  deinit {
    if !isFinished, let temporary { unlink(temporary) }
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  package func append(_ bytes: [UInt8]) throws(AtomicFileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.flushThreshold { try flush() }
  }

  /// Writes the rest, waits until it is on the disk, and renames the file to its final name.
  package func finish() throws(AtomicFileError) {
    try flush()
    guard let temporary else { return }
    // Where files cannot be synced, a power cut may leave the file incomplete. It can be made again.
    guard fsync(descriptor) == 0 || FileError.unsupported.contains(errno) else {
      throw .file(FileError(path: path, operation: .sync, code: errno))
    }
    guard rename(temporary, path) == 0 else {
      throw .file(FileError(path: path, operation: .rename, code: errno))
    }
    isFinished = true
  }

  /// Writes the buffer.
  private func flush() throws(AtomicFileError) {
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes {
        write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno == EPIPE {
        throw .closed
      } else if errno != EINTR {
        throw .file(FileError(path: path, operation: .write, code: errno))
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Why an output could not be written.
package enum AtomicFileError: Error, Equatable {
  case file(FileError)
  /// A file with this path exists, and was not to be replaced.
  case exists(String)
  /// The program that read the output through a pipe has closed it.
  case closed
}

extension AtomicFileError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .exists(let path): "'\(path)' already exists."
    case .closed: "the program that reads the output has closed it."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .exists: "Add --force to replace it, or choose another name."
    case .closed: nil
    }
  }
}
