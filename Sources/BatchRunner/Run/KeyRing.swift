import Synchronization

/// The API key in use, with a number that grows each time the key is replaced.
///
/// Each attempt remembers the generation of the key that it carried. So a refusal of an old key
/// does not count against a newer one.
package final class KeyRing: Sendable {
  private let state: Mutex<(key: APIKey?, generation: Int)>

  /// `nil`: requests are sent without an `Authorization` header, as a server on this machine
  /// allows.
  package init(_ key: APIKey?) {
    state = Mutex((key, 0))
  }

  /// `generation`: 0 for the first key.
  package var current: (key: APIKey?, generation: Int) {
    state.withLock { $0 }
  }

  /// Puts a new key to use. Returns `false`, and changes nothing, if it is the key in use.
  package func replace(with key: APIKey) -> Bool {
    state.withLock {
      guard $0.key != key else { return false }
      $0 = (key, $0.generation + 1)
      return true
    }
  }
}
