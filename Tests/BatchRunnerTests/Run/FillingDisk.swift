import Basics
import RunSamples
import Synchronization

/// The disk of this machine, until a test says that it is full.
final class FillingDisk: ForwardingDisk {
  private struct State {
    var writesLeft = Int.max
    var failures = Int.max
  }

  private let state = Mutex(State())

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
}
