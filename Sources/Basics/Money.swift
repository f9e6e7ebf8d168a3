/// An amount of US dollars, never negative, in billionths of a dollar.
///
/// Prices are in dollars per million tokens. With up to three decimals, the price of one token is
/// a whole number of billionths, so that sums are exact.
package struct Money: Sendable, Hashable, Comparable {
  /// Never negative. A single charge is at most ``most``; a sum of charges may be larger.
  package let nanodollars: Int

  /// One million dollars, the limit for a single charge. It keeps sums from overflowing.
  package static let most = Money(nanodollars: 1_000_000_000_000_000)
  package static let zero = Money(nanodollars: 0)

  /// A negative amount becomes zero. The amount may be above ``most``, because sums may be.
  package init(nanodollars: Int) {
    self.nanodollars = max(0, nanodollars)
  }

  /// Rounded to the nearest billionth, halves away from zero. NaN and amounts above ``most``
  /// become ``most``; negative amounts become zero.
  package init(dollars: Double) {
    let nanodollars = (dollars * 1e9).rounded()
    guard nanodollars < Double(Self.most.nanodollars) else {
      self = Self.most
      return
    }
    self.init(nanodollars: Int(max(0, nanodollars)))
  }

  /// For display and estimates; large amounts lose their last digits.
  package var dollars: Double { Double(nanodollars) / 1e9 }

  /// An overflowing sum becomes the largest amount.
  package static func + (left: Money, right: Money) -> Money {
    let (sum, isTooLarge) = left.nanodollars.addingReportingOverflow(right.nanodollars)
    return Money(nanodollars: isTooLarge ? .max : sum)
  }

  package static func += (left: inout Money, right: Money) {
    left = left + right
  }

  /// Zero if `right` is larger.
  package static func - (left: Money, right: Money) -> Money {
    Money(nanodollars: left.nanodollars - right.nanodollars)
  }

  package static func < (left: Money, right: Money) -> Bool {
    left.nanodollars < right.nanodollars
  }
}
