package import Basics
import Synchronization

/// A clock that moves only when a test advances it, and that runs actions scheduled on it.
///
/// Actions run in the order of their times; while one runs, the clock shows its time. They run on
/// the thread that advances the clock, outside the lock, so they may schedule further actions.
package final class SandboxClock: Sendable {
  /// Names a scheduled action, for ``cancel(_:)``.
  package struct ActionID: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  fileprivate struct ScheduledAction: Sendable {
    let at: MonotonicInstant
    let run: @Sendable () -> Void
  }

  fileprivate struct State {
    var now: MonotonicInstant
    var lastNumber: UInt64 = 0
    var actions: [ActionID: ScheduledAction] = [:]
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

  /// The wall clock, which advances at the same rate.
  package var unixSeconds: Double {
    startUnixSeconds + startedAt.duration(to: now) / .seconds(1)
  }

  /// When the next action is due; `nil` if none is scheduled.
  package var nextActionTime: MonotonicInstant? {
    state.withLock { $0.next?.value.at }
  }

  /// Runs `action` when the clock reaches `instant`. If that is in the past, `action` runs at the
  /// next advance.
  @discardableResult
  package func schedule(
    at instant: MonotonicInstant, _ action: @escaping @Sendable () -> Void
  ) -> ActionID {
    state.withLock { state in
      state.lastNumber += 1
      let id = ActionID(number: state.lastNumber)
      state.actions[id] = ScheduledAction(at: instant, run: action)
      return id
    }
  }

  /// Returns `false` if the action has already run or was cancelled before.
  @discardableResult
  package func cancel(_ action: ActionID) -> Bool {
    state.withLock { $0.actions.removeValue(forKey: action) != nil }
  }

  package func advance(by duration: Duration) {
    advance(to: now.advanced(by: duration))
  }

  /// Runs all actions that are due by `end`, then sets the clock to `end`.
  package func advance(to end: MonotonicInstant) {
    while runNext(upTo: end) {}
    state.withLock { $0.now = max($0.now, end) }
  }

  /// Advances to the next action and runs only that one. Returns `false` if none is scheduled.
  @discardableResult
  package func advanceToNextAction() -> Bool {
    runNext(upTo: nil)
  }

  /// Runs the next action if it is due by `end`; `nil`: whenever it is due.
  private func runNext(upTo end: MonotonicInstant?) -> Bool {
    let action = state.withLock { state -> ScheduledAction? in
      guard let (id, action) = state.next, end.map({ action.at <= $0 }) ?? true else { return nil }
      state.actions[id] = nil
      state.now = max(state.now, action.at)
      return action
    }
    action?.run()
    return action != nil
  }
}

extension SandboxClock.State {
  /// The earliest action; of several at the same time, the one that was scheduled first. A linear
  /// search is fast enough, since a test schedules few.
  fileprivate var next: (key: SandboxClock.ActionID, value: SandboxClock.ScheduledAction)? {
    actions.min { ($0.value.at, $0.key.number) < ($1.value.at, $1.key.number) }
  }
}
