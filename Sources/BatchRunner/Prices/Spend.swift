package import Basics

/// What a run has spent so far, with what is not exactly known.
package struct Spend: Sendable, Equatable {
  /// The cost of answers whose tokens and price are known.
  package var known = Money.zero
  /// The most that was spent in addition, on attempts that may have been billed.
  package var perhaps = Money.zero
  /// Answers of models without a price. They are counted here and never taken as free.
  package var unpriced = 0
  /// Attempts that may have been billed, of models without a price.
  package var perhapsUnpriced = 0

  package init() {}

  package mutating func count(_ charge: Charge) {
    switch charge {
    case .nothing: break
    case .known(let money): known += money
    case .perhaps(let money): perhaps += money
    case .unpriced: unpriced += 1
    case .perhapsUnpriced: perhapsUnpriced += 1
    }
  }

  package static func + (left: Spend, right: Spend) -> Spend {
    var sum = left
    sum.known += right.known
    sum.perhaps += right.perhaps
    sum.unpriced += right.unpriced
    sum.perhapsUnpriced += right.perhapsUnpriced
    return sum
  }

  package var isNothing: Bool { self == Spend() }
}
