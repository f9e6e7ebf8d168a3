import Basics

/// Hands out the permits of one account, to one run or to several runs that share it.
///
/// ``LimiterState`` decides when a permit may be granted. This actor only acts: it keeps the
/// continuations of the runs that wait, and it sets a timer for the time at which the state says
/// that the next request may start.
///
/// The order of steps for one run:
/// 1. ``join()`` once.
/// 2. ``permits(_:for:)`` suspends the run until at least one permit is granted, or until it should
///    know that something else must wait.
/// 3. ``apply(_:)`` reports what happened: starts confirmed, permits returned, pauses, new limits.
/// 4. ``withdraw(_:)`` ends a wait that is no longer needed.
package actor ConcurrencyLimiter {
  /// Identifies one run that takes its permits from this limiter.
  package struct Member: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// A run that is suspended in ``permits(_:for:)``.
  private struct Waiter {
    let member: Member
    var request: PermitRequest
    let continuation: CheckedContinuation<PermitAnswer, Never>
  }

  private var state: LimiterState
  private let clock: any RunClock
  /// In the order in which they asked; at most one for each member.
  private var waiters: [Waiter] = []
  /// Sleeps until the first waiter may be served; `nil`: no run waits, or the time is unknown.
  private var alarm: Task<Void, Never>?
  private var memberCount = 0
  /// Requests that came while their member did not wait.
  private var revised: [Member: PermitRequest] = [:]

  package init(_ state: LimiterState, clock: any RunClock = SystemRunClock()) {
    self.state = state
    self.clock = clock
  }

  /// Registers a run; must be called before it asks for permits.
  package func join() -> Member {
    memberCount += 1
    return Member(number: memberCount)
  }

  /// Waits until at least one request may start, then returns at least one permit; or until there is
  /// news of what must wait.
  ///
  /// Returns no permit and no news if ``withdraw(_:)`` ended the wait. A member may have one wait at
  /// a time.
  package func permits(_ request: PermitRequest, for member: Member) async -> PermitAnswer {
    precondition(
      !waiters.contains { $0.member == member },
      "a run asked for permits while it was already waiting for permits")
    let latest = revised.removeValue(forKey: member).flatMap {
      $0.number > request.number ? $0 : nil
    }
    return await withCheckedContinuation {
      waiters.append(Waiter(member: member, request: latest ?? request, continuation: $0))
      grantPermits()
    }
  }

  /// The member could start something else by now, so this request takes the place of the one for
  /// which it waits. It may come before that one, or after its answer.
  package func revise(_ request: PermitRequest, for member: Member) {
    guard let index = waiters.firstIndex(where: { $0.member == member }) else {
      revised[member] = request
      return
    }
    waiters[index].request = request
    grantPermits()
  }

  /// Ends the member's wait for permits, if it has one.
  package func withdraw(_ member: Member) {
    guard let index = waiters.firstIndex(where: { $0.member == member }) else { return }
    waiters.remove(at: index).continuation.resume(returning: PermitAnswer(permits: []))
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

  /// Serves the waiting runs, first come, first served, and sets the timer for the rest. A run whose
  /// models must all wait lets the others go first.
  ///
  /// Reserving and resuming is one synchronous step, so no two runs can get the same permit.
  private func grantPermits() {
    let now = clock.now
    waiters.removeAll {
      guard let answer = state.answer($0.request, at: now) else { return false }
      $0.continuation.resume(returning: answer)
      return true
    }
    alarm?.cancel()
    alarm = nil
    // Without a known time, only a call of `apply` can help, and that call comes here by itself.
    let starts = waiters.compactMap { state.nextStart(for: $0.request.demand, after: now) }
    guard let start = starts.min() else { return }
    alarm = Task { [clock, weak self] in
      try? await clock.sleep(until: start)
      if !Task.isCancelled { await self?.grantPermits() }
    }
  }
}
