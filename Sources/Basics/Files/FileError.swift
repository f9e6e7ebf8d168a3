/// The system refused something to do with a file.
package struct FileError: Error, Equatable, Sendable {
  package enum Deed: String, Sendable {
    case open, read, write, sync, create, rename, lock, cut
  }

  package let path: String
  package let deed: Deed
  /// The system's `errno`.
  package let code: Int32

  package init(path: String, deed: Deed, code: Int32) {
    self.path = path
    self.deed = deed
    self.code = code
  }
}

extension FileError: UserFacing {
  package var problem: String {
    "cannot \(deed.rawValue) '\(path)': \(String(cString: strerror(code)))."
  }

  package var remedy: String? {
    switch code {
    case ENOENT: "Check the path."
    case EACCES, EPERM: "Check who may read and write it."
    case ENOSPC, EDQUOT, EFBIG: "Make room, then run the same command again."
    case EISDIR: "Name a file, not a folder."
    case ELOOP: "A symbolic link stands there, and is not followed. Remove it, or name its target."
    default: nil
    }
  }
}

extension FileError {
  /// There is no room, or the device fails.
  package var isDiskFull: Bool {
    [ENOSPC, EDQUOT, EFBIG, EIO, EROFS].contains(code)
  }
}
