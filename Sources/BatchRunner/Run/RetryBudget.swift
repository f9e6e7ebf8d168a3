package import Basics

/// The attempts that a job has used up so far, and the place to read the job again for a retry.
///
/// A job that waits for its retry is kept in memory only as this value.
package struct RetryBudget: Sendable, Equatable {
  package let place: JobPlace
  /// Attempts that count against `--max-attempts`.
  package var used = 0
  /// Attempts without a usable answer that may have been charged for.
  package var ambiguous = 0
  /// All attempts whose bytes left, whatever their outcome.
  package var sent = 0
  /// An attempt was refused because of the balance. Such a job is the best probe, because its
  /// request is known to reach the balance check.
  package var metEmptyBalance = false

  /// The most that one attempt can cost; zero if there is no spending cap.
  package let ceiling: Money

  package init(place: JobPlace, ceiling: Money = .zero) {
    self.place = place
    self.ceiling = ceiling
  }
}
