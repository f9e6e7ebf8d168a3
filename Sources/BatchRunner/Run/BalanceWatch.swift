package import Basics

/// Tracks whether the account's balance is enough, and which balance warnings the user has seen.
///
/// Once a reply says that the balance is empty, no request starts except probes: one job that is
/// sent to find out whether credits were added. A probe that succeeds ends this state.
package struct BalanceWatch: Sendable {
  /// What is known about the balance.
  package enum State: Sendable, Equatable {
    /// Requests may start. Also the state before anything is known.
    case enough
    /// Only a probe may start, at this time or later.
    case empty(probeAt: MonotonicInstant)
    /// A probe is in flight; nothing else may start.
    case probing
  }

  package private(set) var state = State.enough
  /// The credits left at the last warning to the user; `nil`: there was no warning.
  private var creditsAtWarning: Double?

  var isEnough: Bool { state == .enough }

  /// A reply says that the balance is empty. Returns `true` if it was enough until now.
  mutating func ranOut(nextProbe: MonotonicInstant) -> Bool {
    defer { state = .empty(probeAt: nextProbe) }
    return isEnough
  }

  mutating func probeStarted() {
    state = .probing
  }

  /// A probe ended and did not tell whether the balance is back. Does nothing without a probe in
  /// flight, so it may also be called for the probes of an outage.
  mutating func probeEnded(next: MonotonicInstant) {
    if state == .probing { state = .empty(probeAt: next) }
  }

  /// A probe succeeded. Returns `true` if the balance was empty and is now back.
  mutating func probeSucceeded() -> Bool {
    defer { if state == .probing { state = .enough } }
    return state == .probing
  }

  /// Whether to show this notice to the user: the first warning, and then one each time that half
  /// of the credits of the last warning are gone.
  mutating func shouldWarn(_ notice: BalanceNotice) -> Bool {
    guard notice.isWarning else { return false }
    let credits = notice.creditsLeft ?? 0
    guard creditsAtWarning.map({ credits <= $0 / 2 && credits < $0 }) ?? true else { return false }
    creditsAtWarning = credits
    return true
  }
}
