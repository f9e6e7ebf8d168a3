package import Basics
package import BatchRunner

extension Progress {
  /// What the run will have spent when its jobs are done, if those that are left cost what the ones
  /// of this session cost; `nil`: too few have ended to tell, or some have no price.
  package var spendAtEnd: Money? {
    let left = toDoAtStart - endedNow
    guard endedNow >= 3, left > 0, spend.unpriced == 0, spend.known > spendAtStart else {
      return nil
    }
    let each = (spend.known - spendAtStart).dollars / Double(endedNow)
    return spend.known + Money(dollars: each * Double(left))
  }

  /// `$1.23 (24.60 credits) + 40 unpriced answers`; `nil`: nothing was billed yet.
  package var spendWords: String? { spend.words(creditsPerUSD: creditsPerUSD) }
}
