package import Basics

/// Held while a run is on, so that two never share a directory. The system lets go of it when the
/// process ends, however it ends.
///
/// Throws ``RunLockError/noLocks(directory:code:)`` where the file system has no locks. One that
/// says that it has them, but keeps them to each machine (CIFS with `nobrl`, some FUSE), cannot be
/// told from a good one: there, only runs on one machine refuse each other.
package final class RunLock: Sendable {
  private let disk: any Disk
  private let descriptor: Int32

  package init(_ directory: RunDirectory) throws(RunLockError) {
    let (path, disk) = (directory.lock, directory.disk)
    let descriptor = disk.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .file(FileError(path: path, operation: .lock, code: errno))
    }
    guard Self.take(descriptor, on: disk) else {
      let code = errno
      let holder = Self.holder(descriptor, on: disk)
      // Here and not in `deinit`: a second close could hit a file that was opened in between.
      disk.close(descriptor)
      throw RunLockError(code, holder: holder, of: directory)
    }
    self.disk = disk
    self.descriptor = descriptor
    // Only for the message of a run that is refused, so nothing depends on it.
    _ = disk.fchmod(descriptor, 0o600)
    _ = disk.ftruncate(descriptor, 0)
    _ = Array("\(getpid())\n".utf8).withUnsafeBytes { disk.write(descriptor, $0) }
  }

  /// Lets go before the process ends. It does no harm twice.
  package func release() {
    _ = disk.lock(descriptor, LOCK_UN)
  }

  deinit {
    // A child that is just being made holds a copy of the descriptor until it becomes another
    // program, and with it would hold the lock.
    _ = disk.lock(descriptor, LOCK_UN)
    disk.close(descriptor)
  }

  /// Whether the error says that another process holds the lock. Linux emulates `flock` on NFS and
  /// CIFS by locks of byte ranges, whose error may be `EACCES`.
  fileprivate static func isTaken(_ code: Int32) -> Bool {
    code == EWOULDBLOCK || code == EACCES
  }

  /// `false`: another run holds it, or see `errno`.
  ///
  /// Who only asks whether a run is on (``isHeld(_:)``) holds it for an instant too, shared. A run
  /// that starts in that instant can share it as well, and so knows that it was no other run.
  private static func take(_ descriptor: Int32, on disk: any Disk) -> Bool {
    for _ in 0..<probesOutlasted {
      if disk.lock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard isTaken(errno), disk.lock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return false }
      _ = disk.lock(descriptor, LOCK_UN)
      // Of several that start at once, each at its own time.
      usleep(.random(in: 100...2000))
    }
    errno = EWOULDBLOCK
    return false
  }

  /// A fifth of a second or more.
  private static let probesOutlasted = 200

  /// Whether a run is on; `nil`: it cannot be told. A run that is on is not touched, and one that
  /// starts in the same instant waits for a few milliseconds.
  package static func isHeld(_ directory: RunDirectory) -> Bool? {
    let disk = directory.disk
    let descriptor = disk.open(directory.lock, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT ? false : nil }
    defer { disk.close(descriptor) }
    guard disk.lock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
      return isTaken(errno) ? true : nil
    }
    _ = disk.lock(descriptor, LOCK_UN)
    return false
  }

  /// The process that wrote its number into the lock.
  private static func holder(_ descriptor: Int32, on disk: any Disk) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = bytes.withUnsafeMutableBytes { disk.pread(descriptor, $0, 0) }
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0 }, as: UTF8.self))
  }
}

package enum RunLockError: Error, Equatable {
  case inUse(directory: String, holder: Int32?)
  /// The file system has no locks, so two runs could share the directory unnoticed. `code`: its
  /// error.
  case noLocks(directory: String, code: Int32)
  case file(FileError)

  /// The meaning of an error of `flock`.
  fileprivate init(_ code: Int32, holder: Int32?, of directory: RunDirectory) {
    if RunLock.isTaken(code) {
      self = .inUse(directory: directory.path, holder: holder)
    } else if code == ENOLCK || FileError.unsupported.contains(code) {
      self = .noLocks(directory: directory.path, code: code)
    } else {
      self = .file(FileError(path: directory.lock, operation: .lock, code: code))
    }
  }
}

extension RunLockError: UserFacing {
  package var problem: String {
    switch self {
    case .inUse(let directory, let holder):
      "the run directory '\(directory)' is in use by another run"
        + (holder.map { " (process \($0))." } ?? ".")
    case .noLocks(let directory, let code):
      "the file system of '\(directory)' has no locks (\(String(cString: strerror(code)))), so two "
        + "runs could use the directory at once and pay for the same jobs twice."
    case .file(let error): error.problem
    }
  }

  package var remedy: String? {
    switch self {
    case .inUse: "Wait for it to end, or name another directory with --run-dir."
    case .noLocks: "Name a directory on a local disk with --run-dir."
    case .file(let error): error.remedy
    }
  }
}
