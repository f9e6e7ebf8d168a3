/// A file operation that the system refused.
package struct FileError: Error, Equatable, Sendable {
  /// What failed. The raw value is the verb in the message: "cannot open …".
  package enum Operation: String, Sendable {
    case open, read, write, sync, create, rename, lock, truncate
    /// Renaming a file over one that is open, tried before a run begins.
    case replace = "replace a file in"
  }

  package let path: String
  package let operation: Operation
  /// The system's `errno`.
  package let code: Int32

  package init(path: String, operation: Operation, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
  }
}

extension FileError: UserFacing {
  package var problem: String {
    "cannot \(operation.rawValue) '\(path)': \(String(cString: strerror(code)))."
  }

  package var remedy: String? {
    let elsewhere = "use a folder on a local disk (for a run: --run-dir)."
    if isUnsupported { return "Its file system cannot do this: " + elsewhere }
    if [.rename, .replace].contains(operation), [EEXIST, EBUSY, EACCES, EPERM].contains(code) {
      return "Check its permissions. If its file system cannot replace files, " + elsewhere
    }
    return switch code {
    case ENOENT: "Check the path."
    case EACCES, EPERM: "Check its permissions."
    case ENOSPC, EDQUOT, EFBIG: "Free some disk space, then run the same command again."
    case EISDIR: "Name a file, not a folder."
    case ELOOP:
      "It is a symbolic link, and links are not followed here. Remove it, or name its target."
    default: nil
    }
  }
}

extension FileError {
  /// Errors which say that the file system does not have the operation at all.
  package static let unsupported: Set<Int32> = [EINVAL, ENOTSUP, EOPNOTSUPP, ENOSYS]

  /// The file system does not have the operation; another one may.
  package var isUnsupported: Bool { Self.unsupported.contains(code) }

  /// Whether the disk is full, a quota or size limit is reached, or the device fails or cannot be
  /// written to.
  package var isDiskFull: Bool {
    [ENOSPC, EDQUOT, EFBIG, EIO, EROFS].contains(code)
  }
}
