import Synchronization

/// The state between the server's thread and whoever asks for the counts: neither can wait.
final class SharedState: Sendable {
  private let state: Mutex<SandboxState>

  init(_ scenario: Scenario) {
    state = Mutex(SandboxState(scenario))
  }

  func with<Result: Sendable>(_ body: (inout SandboxState) -> Result) -> Result {
    state.withLock { body(&$0) }
  }
}
