package import Basics

/// A job's claim on attempts: what it has used up so far.
package struct RetryBudget: Sendable, Equatable {
  package let place: JobPlace
  /// Attempts that count against `--max-attempts`.
  package var used = 0
  /// Attempts that had left and may have been charged for, without a usable answer.
  package var ambiguous = 0
  /// All attempts whose bytes left, whatever became of them.
  package var sent = 0
  /// It met an empty balance, and so may ask whether it is still empty.
  package var metEmptyBalance = false

  /// The most that one attempt can cost; zero where nobody asks.
  package let ceiling: Money

  package init(place: JobPlace, ceiling: Money = .zero) {
    self.place = place
    self.ceiling = ceiling
  }
}
