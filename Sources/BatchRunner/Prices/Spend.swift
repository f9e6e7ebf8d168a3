package import Basics

/// What a run has spent so far, with what is not exactly known.
package struct Spend: Sendable, Equatable {
  /// The cost of answers that report their cost, or whose tokens and price are known.
  package var known = Money.zero
  /// The most that was spent in addition, on attempts that may have been billed.
  package var perhaps = Money.zero
  /// Answers of models with a price whose cost is unknown, because they do not tell their tokens.
  package var unknown = 0
  /// The most that the ``unknown`` answers cost.
  package var unknownCeiling = Money.zero
  /// Answers of models without a price. They are counted here and never taken as free.
  package var unpriced = 0
  /// Attempts that may have been billed, of models without a price.
  package var perhapsUnpriced = 0
  /// Answers whose reported cost is not what the price list gives.
  package var differences = Differences()

  /// Answers whose reported cost differs from the price list by more than a tenth.
  package struct Differences: Sendable, Equatable {
    package var answers = 0
    package var reported = Money.zero
    package var listed = Money.zero
  }

  package init() {}

  package mutating func count(_ charge: Charge) {
    switch charge {
    case .nothing: break
    case .known(let money): known += money
    case .differing(let money, let listed):
      known += money
      differences.answers += 1
      differences.reported += money
      differences.listed += listed
    case .unknown(let most):
      unknown += 1
      unknownCeiling += most
    case .perhaps(let money): perhaps += money
    case .unpriced: unpriced += 1
    case .perhapsUnpriced: perhapsUnpriced += 1
    }
  }

  /// What counts towards `--max-cost`: what is not exactly known counts at its ceiling.
  package var atMost: Money { known + perhaps + unknownCeiling }

  package static func + (left: Spend, right: Spend) -> Spend {
    var sum = left
    sum.known += right.known
    sum.perhaps += right.perhaps
    sum.unknown += right.unknown
    sum.unknownCeiling += right.unknownCeiling
    sum.unpriced += right.unpriced
    sum.perhapsUnpriced += right.perhapsUnpriced
    sum.differences.answers += right.differences.answers
    sum.differences.reported += right.differences.reported
    sum.differences.listed += right.differences.listed
    return sum
  }

  package var isNothing: Bool { self == Spend() }
}
