import Basics

/// Hands out the permits of one account, to one run or to several runs that share it.
///
/// ``LimiterState`` decides when a permit may be granted. This actor only acts: it keeps the
/// continuations of the runs that wait, and it sets a timer for the time at which the state says
/// that the next request may start.
///
/// The order of steps for one run:
/// 1. ``join()`` once.
/// 2. ``permits(upTo:for:)`` suspends the run until at least one permit is granted.
/// 3. ``apply(_:)`` reports what happened: starts confirmed, permits returned, pauses, new limits.
/// 4. ``withdraw(_:)`` ends a wait that is no longer needed.
package actor ConcurrencyLimiter {
  /// Identifies one run that takes its permits from this limiter.
  package struct Member: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// A run that is suspended in ``permits(upTo:for:)``.
  private struct Waiter {
    let member: Member
    /// The most permits that the run can use now.
    let count: Int
    let continuation: CheckedContinuation<[Permit], Never>
  }

  private var state: LimiterState
  private let clock: any RunClock
  /// In the order in which they asked; at most one for each member.
  private var waiters: [Waiter] = []
  /// Sleeps until the first waiter may be served; `nil`: no run waits, or the time is unknown.
  private var alarm: Task<Void, Never>?
  private var memberCount = 0

  package init(_ state: LimiterState, clock: any RunClock = SystemRunClock()) {
    self.state = state
    self.clock = clock
  }

  /// Registers a run; must be called before it asks for permits.
  package func join() -> Member {
    memberCount += 1
    return Member(number: memberCount)
  }

  /// Waits until at least one request may start, then returns 1 to `count` permits.
  ///
  /// Returns no permit if ``withdraw(_:)`` ended the wait. A member may have one wait at a time.
  package func permits(upTo count: Int, for member: Member) async -> [Permit] {
    precondition(
      !waiters.contains { $0.member == member },
      "a run asked for permits while it was already waiting for permits")
    return await withCheckedContinuation {
      waiters.append(Waiter(member: member, count: count, continuation: $0))
      grantPermits()
    }
  }

  /// Ends the member's wait for permits, if it has one.
  package func withdraw(_ member: Member) {
    guard let index = waiters.firstIndex(where: { $0.member == member }) else { return }
    waiters.remove(at: index).continuation.resume(returning: [])
    grantPermits()
  }

  /// Passes on what happened to the run's requests, in this order, then serves the waiting runs.
  package func apply(_ changes: [LimiterChange]) {
    let now = clock.now
    for change in changes { state.apply(change, at: now) }
    grantPermits()
  }

  /// Checks the clock again. After the machine has slept, the timer may fire late.
  package func tick() {
    grantPermits()
  }

  package func view() -> LimiterView { state.view(at: clock.now) }

  /// Serves the waiting runs, first come, first served, and sets the timer for the rest.
  ///
  /// Reserving and resuming is one synchronous step, so no two runs can get the same permit.
  private func grantPermits() {
    let now = clock.now
    while let waiter = waiters.first {
      let permits = state.reserve(waiter.count, at: now)
      if permits.isEmpty { break }
      waiters.removeFirst()
      waiter.continuation.resume(returning: permits)
    }
    alarm?.cancel()
    alarm = nil
    // Without a known time, only a call of `apply` can help, and that call comes here by itself.
    guard !waiters.isEmpty, let start = state.nextStart(after: now) else { return }
    alarm = Task { [clock, weak self] in
      try? await clock.sleep(until: start)
      if !Task.isCancelled { await self?.grantPermits() }
    }
  }
}
