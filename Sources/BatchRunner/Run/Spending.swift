package import Basics

/// Decides whether another attempt fits under the user's spending cap (`--max-cost`).
///
/// An attempt may start only if the money spent, plus the ceilings of all attempts in flight, plus
/// its own ceiling, stays within the cap. An attempt that may have been billed without an answer
/// counts with its ceiling. So the spend stays within the cap, whatever the answers cost, as long
/// as no attempt costs more than its ceiling.
package struct Spending: Sendable {
  /// The most that may be spent; `nil`: any amount.
  package let cap: Money?
  /// What this session and earlier ones spent, with what they may have spent.
  private(set) var committed: Money
  /// The sum of ``ceilings``.
  private var inFlight = Money.zero
  /// For each attempt in flight, the most that it can cost. Empty without a cap.
  private var ceilings: [AttemptID: Money] = [:]

  package init(cap: Money? = nil, earlier: Money = .zero) {
    self.cap = cap
    committed = earlier
  }

  /// Whether an attempt that can cost this much may start now.
  func admits(_ ceiling: Money) -> Bool {
    guard let cap else { return true }
    return committed + inFlight + ceiling <= cap
  }

  /// Whether an attempt that can cost this much could start if nothing were in flight.
  func canAdmit(_ ceiling: Money) -> Bool {
    guard let cap else { return true }
    return committed + ceiling <= cap
  }

  /// The halt that is due if the next attempt does not fit; `nil`: it fits. To be asked only while
  /// no attempt is in flight, because the end of one may make room.
  func halt(before ceiling: Money) -> Halt? {
    guard let cap, !admits(ceiling) else { return nil }
    return .cost(spent: committed, cap: cap, next: ceiling)
  }

  /// An attempt is about to be sent; its ceiling counts until it ends.
  mutating func start(_ attempt: AttemptID, ceiling: Money) {
    guard cap != nil else { return }
    ceilings[attempt] = ceiling
    inFlight += ceiling
  }

  /// The attempt ended and was billed this much, or was never sent (`.nothing`). The amount may be
  /// more than its ceiling.
  mutating func end(_ attempt: AttemptID, _ charge: Charge) {
    guard let ceiling = ceilings.removeValue(forKey: attempt) else { return }
    inFlight = inFlight - ceiling
    switch charge {
    case .known(let money), .perhaps(let money): committed += money
    case .unpriced, .perhapsUnpriced: committed += ceiling
    case .nothing: break
    }
  }
}
