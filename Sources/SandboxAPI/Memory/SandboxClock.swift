package import Basics
import Synchronization

/// A clock that stands still until it is told to go on; on the way it rings what was set on it, in
/// order and each at its own moment.
///
/// Bells ring on the thread that moves the clock, outside the lock, so they may set others.
package final class SandboxClock: Sendable {
  package struct BellID: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  fileprivate struct Bell: Sendable {
    let at: MonotonicInstant
    let ring: @Sendable () -> Void
  }

  fileprivate struct State {
    var now: MonotonicInstant
    var lastNumber: UInt64 = 0
    var bells: [BellID: Bell] = [:]
  }

  private let state: Mutex<State>
  private let startedAt: MonotonicInstant
  private let startUnixSeconds: Double

  package init(
    startingAt start: MonotonicInstant = MonotonicInstant(nanoseconds: 1_000_000_000_000),
    unixSeconds: Double = 1_800_000_000
  ) {
    startedAt = start
    startUnixSeconds = unixSeconds
    state = Mutex(State(now: start))
  }

  package var now: MonotonicInstant {
    state.withLock { $0.now }
  }

  /// The wall clock beside it, which goes just as fast.
  package var unixSeconds: Double {
    startUnixSeconds + startedAt.duration(to: now) / .seconds(1)
  }

  /// When the next bell rings; `nil`: none is set.
  package var nextBell: MonotonicInstant? {
    state.withLock { $0.next?.value.at }
  }

  /// A moment in the past rings at the next step.
  @discardableResult
  package func set(at moment: MonotonicInstant, _ ring: @escaping @Sendable () -> Void) -> BellID {
    state.withLock { state in
      state.lastNumber += 1
      let id = BellID(number: state.lastNumber)
      state.bells[id] = Bell(at: moment, ring: ring)
      return id
    }
  }

  /// Answers `false` where it has rung, or was taken off before.
  @discardableResult
  package func takeOff(_ bell: BellID) -> Bool {
    state.withLock { $0.bells.removeValue(forKey: bell) != nil }
  }

  package func advance(by duration: Duration) {
    advance(to: now.advanced(by: duration))
  }

  package func advance(to end: MonotonicInstant) {
    while ringNext(upTo: end) {}
    state.withLock { $0.now = max($0.now, end) }
  }

  /// Goes on to the next bell and rings it alone; `false`: none is set.
  @discardableResult
  package func jump() -> Bool {
    ringNext(upTo: nil)
  }

  private func ringNext(upTo end: MonotonicInstant?) -> Bool {
    let bell = state.withLock { state -> Bell? in
      guard let (id, bell) = state.next, end.map({ bell.at <= $0 }) ?? true else { return nil }
      state.bells[id] = nil
      state.now = max(state.now, bell.at)
      return bell
    }
    bell?.ring()
    return bell != nil
  }
}

extension SandboxClock.State {
  /// The earliest, of several the one that was set first. A search, since a test sets few.
  fileprivate var next: (key: SandboxClock.BellID, value: SandboxClock.Bell)? {
    bells.min { ($0.value.at, $0.key.number) < ($1.value.at, $1.key.number) }
  }
}
