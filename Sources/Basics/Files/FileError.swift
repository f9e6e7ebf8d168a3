/// A file operation that the system refused.
package struct FileError: Error, Equatable, Sendable {
  /// What failed. The raw value is the verb in the message: "cannot open …".
  package enum Operation: String, Sendable {
    case open, read, write, sync, create, rename, lock, truncate
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
    switch code {
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
  /// Whether the disk is full, a quota or size limit is reached, or the device fails or cannot be
  /// written to.
  package var isDiskFull: Bool {
    [ENOSPC, EDQUOT, EFBIG, EIO, EROFS].contains(code)
  }
}
