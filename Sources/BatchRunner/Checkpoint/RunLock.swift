package import Basics

/// Held while a run is on, so that two never share a directory. The system lets go of it when the
/// process ends, however it ends.
package final class RunLock: Sendable {
  private let descriptor: Int32

  package init(_ directory: RunDirectory) throws(RunLockError) {
    let path = directory.lock
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .file(FileError(path: path, operation: .lock, code: errno))
    }
    guard Self.take(descriptor) else {
      let code = errno
      let holder = Self.holder(descriptor)
      // Here and not in `deinit`: a second close could hit a file that was opened in between.
      close(descriptor)
      guard code == EWOULDBLOCK else {
        throw .file(FileError(path: path, operation: .lock, code: code))
      }
      throw .inUse(directory: directory.path, holder: holder)
    }
    self.descriptor = descriptor
    fchmod(descriptor, 0o600)
    ftruncate(descriptor, 0)
    let name = Array("\(getpid())\n".utf8)
    _ = name.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  /// Lets go before the process ends. It does no harm twice.
  package func release() {
    flock(descriptor, LOCK_UN)
  }

  deinit {
    // A child that is just being made holds a copy of the descriptor until it becomes another
    // program, and with it would hold the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// `false`: another run holds it, or see `errno`.
  ///
  /// Who only asks whether a run is on (``isHeld(_:)``) holds it for an instant too, shared. A run
  /// that starts in that instant can share it as well, and so knows that it was no other run.
  private static func take(_ descriptor: Int32) -> Bool {
    for _ in 0..<probesOutlasted {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK, flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return false }
      flock(descriptor, LOCK_UN)
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
    let descriptor = open(directory.lock, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT ? false : nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
      return errno == EWOULDBLOCK ? true : nil
    }
    flock(descriptor, LOCK_UN)
    return false
  }

  /// The process that wrote its number into the lock.
  private static func holder(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0 }, as: UTF8.self))
  }
}

package enum RunLockError: Error, Equatable {
  case inUse(directory: String, holder: Int32?)
  case file(FileError)
}

extension RunLockError: UserFacing {
  package var problem: String {
    switch self {
    case .inUse(let directory, let holder):
      "the run directory '\(directory)' is in use by another run"
        + (holder.map { " (process \($0))." } ?? ".")
    case .file(let error): error.problem
    }
  }

  package var remedy: String? {
    switch self {
    case .inUse: "Wait for it to end, or name another directory with --run-dir."
    case .file(let error): error.remedy
    }
  }
}
