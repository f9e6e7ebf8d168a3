import Basics

// How signals end a run.
extension RunState {
  /// The first signal lets what is in flight finish, for as long as `--grace` says; the second
  /// cancels it.
  mutating func signal(_ number: Int32, at now: MonotonicInstant) {
    signals += 1
    stop(.signal(number))
    if signals > 1 {
      graceEnds = nil
      orders.append(.cancelAll)
    } else if let grace = rules.grace {
      graceEnds = now + grace
      orders.append(.wake(at: now + grace))
    }
  }

  mutating func checkGrace(at now: MonotonicInstant) {
    guard let end = graceEnds, end <= now else { return }
    graceEnds = nil
    orders.append(.cancelAll)
  }
}
