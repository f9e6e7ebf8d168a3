import Basics

/// Lets requests start within an account's limits, for one run or for several.
///
/// All that it decides is in ``LimiterState``; the actor holds who waits, and the alarm.
package actor ConcurrencyLimiter {
  /// A run that takes its permits here.
  package struct Member: Hashable, Sendable {
    fileprivate let number: Int
  }

  private struct Waiter {
    let member: Member
    let count: Int
    let continuation: CheckedContinuation<[Permit], Never>
  }

  private var state: LimiterState
  private let clock: any RunClock
  private var waiters: [Waiter] = []
  private var alarm: Task<Void, Never>?
  private var memberCount = 0

  package init(_ state: LimiterState, clock: any RunClock = SystemRunClock()) {
    self.state = state
    self.clock = clock
  }

  package func join() -> Member {
    memberCount += 1
    return Member(number: memberCount)
  }

  /// Waits until at least one request may start; answers up to `count` permits, none once the wait
  /// was withdrawn. A member has one wait at a time.
  package func permits(upTo count: Int, for member: Member) async -> [Permit] {
    precondition(
      !waiters.contains { $0.member == member }, "a run waits for permits twice at a time")
    return await withCheckedContinuation {
      waiters.append(Waiter(member: member, count: count, continuation: $0))
      serve()
    }
  }

  package func withdraw(_ member: Member) {
    guard let index = waiters.firstIndex(where: { $0.member == member }) else { return }
    waiters.remove(at: index).continuation.resume(returning: [])
    serve()
  }

  package func apply(_ changes: [LimiterChange]) {
    let now = clock.now
    for change in changes { state.apply(change, at: now) }
    serve()
  }

  /// Looks at the clock: after a sleep of the machine alarms are late.
  package func tick() {
    serve()
  }

  package func view() -> LimiterView { state.view(at: clock.now) }

  /// First come, first served.
  private func serve() {
    let now = clock.now
    while let waiter = waiters.first {
      let permits = state.reserve(waiter.count, at: now)
      if permits.isEmpty { break }
      waiters.removeFirst()
      waiter.continuation.resume(returning: permits)
    }
    alarm?.cancel()
    alarm = nil
    guard !waiters.isEmpty, let start = state.nextStart(after: now) else { return }
    alarm = Task { [clock, weak self] in
      try? await clock.sleep(until: start)
      if !Task.isCancelled { await self?.serve() }
    }
  }
}
