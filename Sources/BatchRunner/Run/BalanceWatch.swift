package import Basics

/// Tracks whether the account's balance is enough, and which balance warnings the user has seen.
///
/// Once a reply says or may say that the balance is empty, no request starts except probes: one job
/// that is sent to find out. A probe that succeeds ends this state.
package struct BalanceWatch: Sendable {
  /// What is known about the balance.
  package enum State: Sendable, Equatable {
    /// Requests may start. Also the state before anything is known.
    case enough
    /// Only a probe may start, at this time or later.
    case empty(probeAt: MonotonicInstant)
    /// This probe is in flight; nothing else may start.
    case probing(AttemptID)
  }

  /// Why only probes may start.
  package enum Cause: Sendable, Equatable {
    /// The balance is empty, and the user wants to wait for credits.
    case empty
    /// The server said something that means an empty balance at some services and a rate limit at
    /// others. `refusals`: how often in a row.
    case unclear(refusals: Int)
    /// The server said that the balance comes back by itself.
    case returning
  }

  package private(set) var state = State.enough
  /// Means nothing while the balance is enough.
  package private(set) var cause = Cause.empty
  /// The earliest time of the next probe, by replies that came while one was in flight; `nil`: none
  /// did.
  private var notBefore: MonotonicInstant?
  /// The credits left at the last warning to the user; `nil`: there was no warning.
  private var creditsAtWarning: Double?

  var isEnough: Bool { state == .enough }

  /// The waits before the probes that find out what an unclear refusal means, if the server names
  /// no wait. Together a minute: a limit of tokens per minute has passed by then (DashScope, "Rate
  /// limits": recovers within a minute).
  private static let waitsWhenUnclear: [Duration] = [
    .seconds(2), .seconds(8), .seconds(20), .seconds(30),
  ]

  /// Whether this is the probe in flight.
  func isProbe(_ attempt: AttemptID) -> Bool { state == .probing(attempt) }

  private var isProbing: Bool { if case .probing = state { true } else { false } }

  /// The reply to this attempt says that the balance is empty, or that it comes back by itself.
  /// Returns `true` if it was enough until now. While a probe is in flight, the replies to others only
  /// put off the next one.
  mutating func ranOut(
    _ attempt: AttemptID, _ cause: Cause = .empty, nextProbe: MonotonicInstant
  ) -> Bool {
    let wasEnough = isEnough
    self.cause = cause
    if !isProbing || isProbe(attempt) {
      state = .empty(probeAt: nextProbe)
      notBefore = nil
    } else {
      notBefore = nextProbe
    }
    return wasEnough
  }

  /// A reply may mean that the balance is empty. Returns the wait before the next probe; `nil`: the
  /// probes are used up, so it does mean that.
  ///
  /// `hint`: the wait that the server asked for. The replies to others than the probe are of requests
  /// that were in flight and count as one refusal together.
  mutating func becameUnclear(
    _ attempt: AttemptID, hint: Duration?, at now: MonotonicInstant
  ) -> Duration? {
    var refusals = 0
    if case .unclear(let count) = cause, !isEnough { refusals = count }
    if isProbing || refusals > 0, !isProbe(attempt) { return .zero }
    guard refusals < Self.waitsWhenUnclear.count else { return nil }
    let wait = max(hint ?? Self.waitsWhenUnclear[refusals], .seconds(1))
    cause = .unclear(refusals: refusals + 1)
    state = .empty(probeAt: now + wait)
    return wait
  }

  mutating func probeStarted(_ attempt: AttemptID) {
    state = .probing(attempt)
  }

  /// An attempt ended and did not tell whether the balance is back. Does nothing unless it is the
  /// probe.
  mutating func probeEnded(_ attempt: AttemptID, next: MonotonicInstant) {
    guard isProbe(attempt) else { return }
    state = .empty(probeAt: max(next, notBefore ?? next))
    notBefore = nil
  }

  /// An attempt succeeded. Returns `true` if it was the probe, so the balance is now known to be
  /// enough.
  mutating func probeSucceeded(_ attempt: AttemptID) -> Bool {
    guard isProbe(attempt) else { return false }
    state = .enough
    notBefore = nil
    return true
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
