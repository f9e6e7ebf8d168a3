package import Basics

/// Whether another attempt fits under what the user wants to spend at most.
///
/// What may be billed counts as billed: an attempt in flight, and one that left without an answer,
/// at the most that they can cost. So the cap holds whatever the answers turn out to cost, as long
/// as none costs more than its own ceiling.
package struct Spending: Sendable {
  /// `nil`: any amount.
  package let cap: Money?
  /// Known and perhaps, of this session and the earlier ones.
  private(set) var committed: Money
  private var inFlight = Money.zero
  private var ceilings: [AttemptID: Money] = [:]

  package init(cap: Money? = nil, earlier: Money = .zero) {
    self.cap = cap
    committed = earlier
  }

  func admits(_ ceiling: Money) -> Bool {
    guard let cap else { return true }
    return committed + inFlight + ceiling <= cap
  }

  /// Due where nothing is in flight, and this is next.
  func halt(before ceiling: Money) -> Halt? {
    guard let cap, !admits(ceiling) else { return nil }
    return .cost(spent: committed, cap: cap, next: ceiling)
  }

  mutating func start(_ attempt: AttemptID, ceiling: Money) {
    guard cap != nil else { return }
    ceilings[attempt] = ceiling
    inFlight += ceiling
  }

  /// The attempt was billed this, which may be more than its ceiling, or was not made after all.
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
