import Basics
import Synchronization

/// The simulated API, shared by the server's thread and whoever looks at its counters.
final class SandboxDesk: Sendable {
  let state: Mutex<SandboxState>

  init(_ scenario: Scenario) {
    state = Mutex(SandboxState(scenario, startedAt: BootClock.now))
  }
}
