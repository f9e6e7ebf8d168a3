package import Basics
import Synchronization

/// Lets what is written against a `Clock` sleep on it.
extension SandboxClock: Clock {
  package var minimumResolution: Duration { .nanoseconds(1) }

  package func sleep(until deadline: MonotonicInstant, tolerance: Duration? = nil) async throws {
    try Task.checkCancellation()
    guard deadline > now else { return }
    let sleeper = Sleeper()
    let bell = set(at: deadline) { sleeper.wake() }
    try await withTaskCancellationHandler {
      await sleeper.sleep()
      try Task.checkCancellation()
    } onCancel: {
      if takeOff(bell) { sleeper.wake() }
    }
  }
}

/// One wait that may be over before it began.
private final class Sleeper: Sendable {
  private enum State {
    case new, awake
    case asleep(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State.new)

  func sleep() async {
    await withCheckedContinuation { continuation in
      let isAwake = state.withLock { state in
        if case .awake = state { return true }
        state = .asleep(continuation)
        return false
      }
      if isAwake { continuation.resume() }
    }
  }

  func wake() {
    let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
      defer { state = .awake }
      guard case .asleep(let continuation) = state else { return nil }
      return continuation
    }
    continuation?.resume()
  }
}
