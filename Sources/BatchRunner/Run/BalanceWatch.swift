package import Basics

/// Whether the balance suffices, and what of it the user was told.
package struct BalanceWatch: Sendable {
  package enum State: Sendable, Equatable {
    case enough
    /// Only a probe may start, from then on.
    case empty(probeAt: MonotonicInstant)
    case probing
  }

  package private(set) var state = State.enough
  /// The credits that were left when the user was last warned; `nil`: there was no warning.
  private var warnedAt: Double?

  var isEnough: Bool { state == .enough }

  /// Answers whether that is news.
  mutating func ranOut(nextProbe: MonotonicInstant) -> Bool {
    defer { state = .empty(probeAt: nextProbe) }
    return isEnough
  }

  mutating func probeStarted() {
    state = .probing
  }

  /// The probe, if there was one, told nothing of the balance.
  mutating func probeEnded(next: MonotonicInstant) {
    if state == .probing { state = .empty(probeAt: next) }
  }

  /// A probe was answered; answers whether the balance had been empty.
  mutating func probeSucceeded() -> Bool {
    defer { if state == .probing { state = .enough } }
    return state == .probing
  }

  /// A warning is passed on at once, and again each time that half of the rest is gone.
  mutating func passesOn(_ notice: BalanceNotice) -> Bool {
    guard notice.isWarning else { return false }
    let credits = notice.creditsLeft ?? 0
    guard warnedAt.map({ credits <= $0 / 2 && credits < $0 }) ?? true else { return false }
    warnedAt = credits
    return true
  }
}
