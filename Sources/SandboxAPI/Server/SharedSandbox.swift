import Basics
import Synchronization

/// The state of the simulated API behind a lock. The server's thread changes it; other threads read
/// the counters and change the balance and the keys.
final class SharedSandbox: Sendable {
  let state: Mutex<SandboxState>

  init(_ scenario: Scenario) {
    state = Mutex(SandboxState(scenario, startedAt: BootClock.now))
  }
}
