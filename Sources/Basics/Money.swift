/// US dollars, in billionths: a price in dollars per million tokens, of up to three decimals, makes
/// a whole number of them for every token.
package struct Money: Sendable, Hashable, Comparable {
  /// 0... ``most``
  package let nanodollars: Int

  /// A million dollars: no single charge is believed to be more, and sums of them cannot overflow.
  package static let most = Money(nanodollars: 1_000_000_000_000_000)
  package static let zero = Money(nanodollars: 0)

  /// Sums may pass ``most``; they stop at the largest number.
  package init(nanodollars: Int) {
    self.nanodollars = max(0, nanodollars)
  }

  /// Rounded to the nearest, and up from the middle. What is no number, or too much, is ``most``.
  package init(dollars: Double) {
    let nanodollars = (dollars * 1e9).rounded()
    guard nanodollars < Double(Self.most.nanodollars) else {
      self = Self.most
      return
    }
    self.init(nanodollars: Int(max(0, nanodollars)))
  }

  package var dollars: Double { Double(nanodollars) / 1e9 }

  package static func + (left: Money, right: Money) -> Money {
    let (sum, isTooLarge) = left.nanodollars.addingReportingOverflow(right.nanodollars)
    return Money(nanodollars: isTooLarge ? .max : sum)
  }

  package static func += (left: inout Money, right: Money) {
    left = left + right
  }

  /// Nothing, where `right` is more.
  package static func - (left: Money, right: Money) -> Money {
    Money(nanodollars: left.nanodollars - right.nanodollars)
  }

  package static func < (left: Money, right: Money) -> Bool {
    left.nanodollars < right.nanodollars
  }
}
