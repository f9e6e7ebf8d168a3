package import Basics
import Synchronization

/// Lets code that takes a `Clock` sleep on a ``SandboxClock``.
extension SandboxClock: Clock {
  package var minimumResolution: Duration { .nanoseconds(1) }

  /// Returns when the clock reaches `deadline`. Throws `CancellationError` if the task is
  /// cancelled.
  package func sleep(until deadline: MonotonicInstant, tolerance: Duration? = nil) async throws {
    try Task.checkCancellation()
    guard deadline > now else { return }
    let sleeper = Sleeper()
    let action = schedule(at: deadline) { sleeper.wake() }
    try await withTaskCancellationHandler {
      await sleeper.sleep()
      try Task.checkCancellation()
    } onCancel: {
      // If the action has already run, the sleeper is awake.
      if cancel(action) { sleeper.wake() }
    }
  }
}

/// One wait. ``wake()`` may be called before ``sleep()``, which then returns at once.
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
