package import Basics

/// An output that appears whole or not at all: written beside its place, and moved there when it
/// is finished. `-` is standard output, which cannot wait; neither can a device or a pipe.
package final class WholeFile {
  package let path: String
  private let temporary: String?
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false

  private static let together = 1 << 18

  /// An existing file is replaced only if `replaces`.
  package init(_ path: String, replaces: Bool) throws(WholeFileError) {
    self.path = path
    buffer.reserveCapacity(Self.together * 2)
    guard path != "-" else {
      descriptor = STDOUT_FILENO
      temporary = nil
      return
    }
    var status = stat()
    let exists = lstat(path, &status) == 0
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    if exists, isRegular, !replaces { throw .exists(path) }
    let isDirect = exists && stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let target = isDirect ? path : "\(path).\(getpid()).new"
    let flags = isDirect ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    temporary = isDirect ? nil : target
    descriptor = open(target, flags, 0o600)
    guard descriptor >= 0 else {
      isFinished = true
      throw .file(FileError(path: path, deed: .create, code: errno))
    }
  }

  deinit {
    if !isFinished, let temporary { unlink(temporary) }
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  package func append(_ bytes: [UInt8]) throws(WholeFileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.together { try flush() }
  }

  /// Puts it in its place.
  package func finish() throws(WholeFileError) {
    try flush()
    guard let temporary else { return }
    guard fsync(descriptor) == 0 else {
      throw .file(FileError(path: path, deed: .sync, code: errno))
    }
    guard rename(temporary, path) == 0 else {
      throw .file(FileError(path: path, deed: .rename, code: errno))
    }
    isFinished = true
  }

  private func flush() throws(WholeFileError) {
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
        throw .file(FileError(path: path, deed: .write, code: errno))
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

package enum WholeFileError: Error, Equatable {
  case file(FileError)
  case exists(String)
  /// Nobody reads standard output any more.
  case closed
}

extension WholeFileError: UserFacing {
  package var problem: String {
    switch self {
    case .file(let error): error.problem
    case .exists(let path): "'\(path)' exists already."
    case .closed: "nobody reads the output any more."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .exists: "Add --force to replace it, or name another."
    case .closed: nil
    }
  }
}
