package import Basics

/// Lets attempts through, at most so many at once and so many in any rolling window.
///
/// All it decides is in ``Schedule``; the actor holds the one who waits, the alarm and the gate.
package actor Limiter {
  private var schedule: Schedule
  private let gate: Gate
  private let clock: @Sendable () -> Moment
  private var generator = SystemRandomNumberGenerator()
  private var waiter: CheckedContinuation<Void, Never>?
  private var alarm: Task<Void, Never>?
  private var holdsGate = false

  package init(
    _ schedule: Schedule, gate: Gate, clock: @escaping @Sendable () -> Moment = { BootClock.now }
  ) {
    self.schedule = schedule
    self.gate = gate
    self.clock = clock
  }

  /// Starts handed out together, so that the first is not held up by the rest.
  private static let mostAtOnce = 64

  /// One end of an attempt, and its job's ticket.
  package struct News: Sendable {
    package let end: Schedule.End
    package let ticket: Ticket
    package let holdsGate: Bool

    package init(end: Schedule.End, ticket: Ticket, holdsGate: Bool) {
      self.end = end
      self.ticket = ticket
      self.holdsGate = holdsGate
    }
  }

  /// What may start now, places reserved; waits until something may. Empty: the run is over.
  /// `jobs`: the jobs that were not tried yet and are ready, by the most that each can cost.
  package func next(jobs: [Money]) async -> [Schedule.Step] {
    while true {
      var starts: [Schedule.Step] = []
      var left = jobs[...]
      var step = Schedule.Step.wait(until: nil)
      while starts.count < Self.mostAtOnce {
        step = schedule.next(at: clock(), nextJob: left.first)
        guard step.isStart else { break }
        if case .startNew = step { left.removeFirst() }
        starts.append(step)
      }
      syncGate()
      if !starts.isEmpty { return starts }
      guard case .wait(let until) = step else { return [] }
      await sleep(until: until)
    }
  }

  /// Attempts left; others ended: what becomes of their jobs, in order.
  package func take(left: [(AttemptID, Moment)], ended: [News]) -> [Ruling] {
    for (attempt, stamp) in left { schedule.left(attempt, at: stamp) }
    let now = clock()
    let rulings = ended.map {
      schedule.judge($0.end, ticket: $0.ticket, at: now, using: &generator)
    }
    // First close for good, then let go of what the transport holds: never open in between.
    syncGate()
    for news in ended where news.holdsGate { gate.release() }
    wake()
    return rulings
  }

  /// The outcomes are on disk.
  package func release(_ attempts: [AttemptID]) {
    for attempt in attempts { schedule.release(attempt) }
    wake()
  }

  package func withdraw(_ attempt: AttemptID) {
    schedule.withdraw(attempt)
    wake()
  }

  package func stop(_ halt: Halt) {
    schedule.stop(halt)
    syncGate()
    wake()
  }

  package func keyWasRead(again isNew: Bool, message: String) {
    schedule.keyWasRead(again: isNew, message: message)
    syncGate()
    wake()
  }

  package func balanceIs(_ credits: Double) {
    schedule.balanceIs(credits)
    syncGate()
    wake()
  }

  /// Asks again what may start: also after the lid was closed, when alarms are late.
  package func tick() {
    wake()
  }

  package var wantsKey: Bool { schedule.wantsKey }
  package var halt: Halt? { schedule.halt }
  package func takeNotices() -> [Notice] { schedule.takeNotices() }

  /// What there is to show.
  package func look() -> (limits: Plan, inFlight: Int, waitingToRetry: Int, waiting: Waiting?) {
    (
      schedule.limits, schedule.inFlight, schedule.waitingToRetry, schedule.waiting(at: clock())
    )
  }

  private func syncGate() {
    if schedule.halt != nil { gate.shut() }
    guard schedule.isClosed != holdsGate else { return }
    holdsGate.toggle()
    if holdsGate { gate.hold() } else { gate.release() }
  }

  private func sleep(until moment: Moment?) async {
    alarm?.cancel()
    alarm = moment.map { moment in
      let wait = clock().duration(to: moment)
      return Task { [weak self] in
        try? await Task.sleep(for: wait, clock: .continuous)
        if !Task.isCancelled { await self?.wake() }
      }
    }
    await withCheckedContinuation { waiter = $0 }
  }

  private func wake() {
    waiter?.resume()
    waiter = nil
  }
}
