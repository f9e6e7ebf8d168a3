import Synchronization

/// The key in use, and which one since the start: attempts remember the generation they carried,
/// so a refusal of an old key says nothing about a new one.
package final class KeyRing: Sendable {
  private let state: Mutex<(key: APIKey?, generation: Int)>

  /// `nil`: requests go without an `Authorization` header, as a loopback server allows.
  package init(_ key: APIKey?) {
    state = Mutex((key, 0))
  }

  package var current: (key: APIKey?, generation: Int) {
    state.withLock { $0 }
  }

  /// Puts a new key to use; answers `false`, and changes nothing, for the same one.
  package func replace(with key: APIKey) -> Bool {
    state.withLock {
      guard $0.key != key else { return false }
      $0 = (key, $0.generation + 1)
      return true
    }
  }
}
