package import Basics

/// The time of a run: the machine's, or a test's own.
package protocol RunClock: Sendable {
  var now: Moment { get }
  func sleep(until moment: Moment) async throws
}

/// Goes on while the machine sleeps, and never jumps.
package struct SystemRunClock: RunClock {
  package init() {}

  package var now: Moment { BootClock.now }

  package func sleep(until moment: Moment) async throws {
    try await Task.sleep(for: now.duration(to: moment), clock: .continuous)
  }
}
