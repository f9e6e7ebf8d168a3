package import Basics

/// Decides whether another attempt fits under the user's spending cap (`--max-cost`) and token
/// budget (`--token-budget`).
///
/// An attempt may start only if what is spent, plus the ceilings of all attempts in flight, plus its
/// own ceiling, stays within both. An attempt that may have been billed without an answer counts with
/// its ceiling, and so does an answer whose cost or tokens are unknown. So the spend stays within the
/// cap, whatever the answers cost, as long as no attempt costs more than its ceiling.
package struct Spending: Sendable {
  /// The most that may be spent; `nil`: any amount.
  package let cap: Money?
  /// The most tokens in and out; `nil`: any number.
  package let tokenBudget: Int?
  /// What this session and earlier ones spent, with what they may have spent.
  private(set) var committed: AttemptCeiling
  /// The sum of ``ceilings``.
  private var inFlight = AttemptCeiling.zero
  /// For each attempt in flight, what it counts at most. Empty without a cap and a budget.
  private var ceilings: [AttemptID: AttemptCeiling] = [:]

  package init(
    cap: Money? = nil, tokenBudget: Int? = nil, earlier: AttemptCeiling = .zero
  ) {
    self.cap = cap
    self.tokenBudget = tokenBudget
    committed = earlier
  }

  private var isLimited: Bool { cap != nil || tokenBudget != nil }

  /// Whether an attempt that can cost this much may start now.
  func admits(_ ceiling: AttemptCeiling) -> Bool {
    isWithinLimits(committed + inFlight + ceiling)
  }

  /// Whether an attempt that can cost this much could start if nothing were in flight.
  func canAdmit(_ ceiling: AttemptCeiling) -> Bool {
    isWithinLimits(committed + ceiling)
  }

  private func isWithinLimits(_ sum: AttemptCeiling) -> Bool {
    sum.cost <= cap ?? sum.cost && sum.tokens <= tokenBudget ?? sum.tokens
  }

  /// The halt that is due if the next attempt does not fit; `nil`: it fits. To be asked only while
  /// no attempt is in flight, because the end of one may make room.
  func halt(before ceiling: AttemptCeiling) -> Halt? {
    guard !admits(ceiling) else { return nil }
    if let cap, committed.cost + ceiling.cost > cap {
      return .cost(spent: committed.cost, cap: cap, next: ceiling.cost)
    }
    return tokenBudget.map {
      .tokens(used: committed.tokens, budget: $0, next: ceiling.tokens)
    }
  }

  /// An attempt is about to be sent; its ceiling counts until it ends.
  mutating func start(_ attempt: AttemptID, ceiling: AttemptCeiling) {
    guard isLimited else { return }
    ceilings[attempt] = ceiling
    inFlight = inFlight + ceiling
  }

  /// The attempt ended and was billed this much and for so many tokens, or was never sent
  /// (`.nothing`). Both may be more than its ceiling.
  mutating func end(_ attempt: AttemptID, _ charge: Charge, tokens: Int = 0) {
    guard let ceiling = ceilings.removeValue(forKey: attempt) else { return }
    inFlight = inFlight - ceiling
    let cost =
      switch charge {
      case .known(let money), .differing(let money, _), .unknown(let money), .perhaps(let money):
        money
      case .unpriced, .perhapsUnpriced: ceiling.cost
      case .nothing: Money.zero
      }
    committed = committed + AttemptCeiling(cost: cost, tokens: tokens)
  }
}
