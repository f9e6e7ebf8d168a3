package import Basics

/// The time of a run: the machine's, or a test's own.
package protocol RunClock: Sendable {
  var now: MonotonicInstant { get }
  func sleep(until moment: MonotonicInstant) async throws
}

/// Goes on while the machine sleeps, and never jumps.
package struct SystemRunClock: RunClock {
  package init() {}

  package var now: MonotonicInstant { BootClock.now }

  package func sleep(until moment: MonotonicInstant) async throws {
    try await Task.sleep(for: now.duration(to: moment), clock: .continuous)
  }
}
