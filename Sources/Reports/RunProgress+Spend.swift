package import Basics
package import BatchRunner

extension RunProgress {
  /// What the run will have spent at its end, if the jobs that are left cost as much on average as
  /// those of this session. `nil` if fewer than 3 have ended, if the cost of an answer is unknown, or if
  /// nothing was spent yet.
  package var spendAtEnd: Money? {
    let left = toDoAtStart - endedNow
    guard endedNow >= 3, left > 0, spend.unpriced + spend.unknown == 0, spend.known > spendAtStart
    else {
      return nil
    }
    let each = (spend.known - spendAtStart).dollars / Double(endedNow)
    return spend.known + Money(dollars: each * Double(left))
  }

  /// The spend in words, such as `$1.23 (24.60 credits) + 40 unpriced answers`; `nil` if nothing
  /// was charged yet.
  package var spendWords: String? { spend.words(creditsPerUSD: creditsPerUSD) }
}
