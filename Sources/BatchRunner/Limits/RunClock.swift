package import Basics

/// The clock of a run: the machine's own, or one that a test controls.
package protocol RunClock: Sendable {
  var now: MonotonicInstant { get }
  /// Throws only if the task is cancelled.
  func sleep(until deadline: MonotonicInstant) async throws
}

/// The machine's clock. It keeps running while the machine sleeps, and it is never set back.
package struct SystemRunClock: RunClock {
  package init() {}

  package var now: MonotonicInstant { BootClock.now }

  package func sleep(until deadline: MonotonicInstant) async throws {
    try await Task.sleep(for: now.duration(to: deadline), clock: .continuous)
  }
}
