package import Basics
import BatchRunner
import SandboxAPI

/// Lets a run and its limiter live on a clock that the test owns.
extension SandboxClock: RunClock {
  package func sleep(until moment: MonotonicInstant) async throws {
    try await sleep(until: moment, tolerance: nil)
  }
}
