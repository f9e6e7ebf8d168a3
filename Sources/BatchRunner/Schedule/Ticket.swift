/// A job's claim on attempts: what it has used up so far.
package struct Ticket: Sendable, Equatable {
  package let place: JobPlace
  /// Attempts that count against `--max-attempts`.
  package var used = 0
  /// Attempts that had left and may have been charged for, without a usable answer.
  package var ambiguous = 0
  /// All attempts whose bytes left, whatever became of them.
  package var sent = 0
  /// It met an empty balance, and so may ask whether it is still empty.
  package var metEmptyBalance = false

  package init(place: JobPlace) {
    self.place = place
  }
}
