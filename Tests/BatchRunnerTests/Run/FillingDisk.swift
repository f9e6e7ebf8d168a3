import Basics
import Synchronization

/// The disk of this machine, until a test says that it is full.
final class FillingDisk: Disk {
  private struct State {
    var writesLeft = Int.max
    var failures = Int.max
  }

  private let state = Mutex(State())
  private let system = SystemDisk()

  /// After so many more writes, so many fail for want of room; then there is room again.
  func fill(after writes: Int = 0, failures: Int = .max) {
    state.withLock { $0 = State(writesLeft: writes, failures: failures) }
  }

  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    let isFull = state.withLock { state in
      if state.writesLeft > 0 {
        state.writesLeft -= 1
        return false
      }
      guard state.failures > 0 else { return false }
      state.failures -= 1
      return true
    }
    guard isFull else { return system.write(descriptor, bytes) }
    errno = ENOSPC
    return -1
  }

  func open(_ path: String, _ flags: Int32) -> Int32 { system.open(path, flags) }
  func close(_ descriptor: Int32) { system.close(descriptor) }
  func fstat(_ descriptor: Int32, _ status: inout stat) -> Int32 {
    system.fstat(descriptor, &status)
  }
  func fchmod(_ descriptor: Int32, _ mode: mode_t) -> Int32 { system.fchmod(descriptor, mode) }
  func pread(
    _ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer, _ offset: Int
  ) -> Int { system.pread(descriptor, room, offset) }
  func ftruncate(_ descriptor: Int32, _ length: Int) -> Int32 {
    system.ftruncate(descriptor, length)
  }
  func sync(_ descriptor: Int32) -> Int32 { system.sync(descriptor) }
  func stat(_ path: String, _ status: inout stat) -> Int32 { system.stat(path, &status) }
  func mkdir(_ path: String) -> Int32 { system.mkdir(path) }
  func chmod(_ path: String, _ mode: mode_t) -> Int32 { system.chmod(path, mode) }
  func rename(_ from: String, _ to: String) -> Int32 { system.rename(from, to) }
  func unlink(_ path: String) -> Int32 { system.unlink(path) }
}
