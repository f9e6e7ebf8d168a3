import Synchronization

/// What stands between a request that was allowed to start and its first byte.
///
/// A C callback asks it at the last instant, so it is an atomic and never waits. Closed while
/// anybody holds it: the transport, from a suspicious answer until that answer was judged, or the
/// run. Once the run has halted it is shut for good, for probes too.
package final class Gate: Sendable {
  private let holds = Atomic<Int>(0)
  private let isShut = Atomic<Bool>(false)

  package init() {}

  package var isOpen: Bool {
    holds.load(ordering: .acquiring) == 0
  }

  /// Whether an attempt may leave; a probe passes a gate that is only held.
  package func lets(isProbe: Bool) -> Bool {
    isProbe ? !isShut.load(ordering: .acquiring) : isOpen
  }

  /// Nothing may leave any more. It stays held as well.
  package func shut() {
    isShut.store(true, ordering: .releasing)
  }

  package func hold() {
    holds.add(1, ordering: .acquiringAndReleasing)
  }

  package func release() {
    let (before, _) = holds.subtract(1, ordering: .acquiringAndReleasing)
    precondition(before > 0, "the gate was released more often than held")
  }

  /// Whether a transport must hold the gate as soon as it has read this status line.
  package static func holdsAtStatusLine(_ status: Int) -> Bool {
    status == 401 || status == 402
  }

  /// Whether a transport must hold the gate once it has read the whole answer: its body may say
  /// that the balance is empty.
  package static func holdsAtEnd(_ status: Int) -> Bool {
    (400...499).contains(status)
  }
}
