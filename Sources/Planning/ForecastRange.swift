/// A forecast amount with its range: tokens or US dollars.
package struct ForecastRange: Sendable, Equatable {
  /// The lower end of the 95 % interval, or of the assumed range.
  package var low = 0.0
  package var likely = 0.0
  /// The upper end of the 95 % interval; for an assumption, the ceiling.
  package var high = 0.0
  /// The maximum that the requests allow.
  package var ceiling = 0.0

  package init() {}

  /// `margin` is half the width of the 95 % interval. The range is cut at 0 and at the ceiling, and
  /// the ceiling is at least `likely`.
  package init(likely: Double, margin: Double, ceiling: Double) {
    self.init(likely: likely, margins: (margin, margin), ceiling: ceiling)
  }

  /// `margins`: how far the interval reaches below and above.
  init(likely: Double, margins: (below: Double, above: Double), ceiling: Double) {
    self.likely = likely
    self.ceiling = max(ceiling, likely)
    low = max(0, likely - margins.below)
    high = min(self.ceiling, likely + margins.above)
  }

  /// The sum of amounts, some of which have correlated errors.
  ///
  /// `isCorrelated` says for each amount whether its error goes in the same direction as that of the
  /// other correlated ones. Correlated margins are added. Independent margins are added in
  /// quadrature (the square root of the sum of squares). Then both results are added.
  static func sum(_ parts: [ForecastRange], isCorrelated: [Bool]) -> ForecastRange {
    var sum = ForecastRange()
    // Of the independent amounts.
    var squaresBelow = 0.0
    var squaresAbove = 0.0
    // Of the correlated amounts.
    var below = 0.0
    var above = 0.0
    for (part, isCorrelated) in zip(parts, isCorrelated) {
      sum.likely += part.likely
      sum.ceiling += part.ceiling
      if isCorrelated {
        below += part.likely - part.low
        above += part.high - part.likely
      } else {
        squaresBelow += (part.likely - part.low) * (part.likely - part.low)
        squaresAbove += (part.high - part.likely) * (part.high - part.likely)
      }
    }
    sum.low = max(0, sum.likely - below - squaresBelow.squareRoot())
    sum.high = min(sum.ceiling, sum.likely + above + squaresAbove.squareRoot())
    return sum
  }

  func scaled(_ factor: Double) -> ForecastRange {
    var scaled = ForecastRange()
    scaled.low = low * factor
    scaled.likely = likely * factor
    scaled.high = high * factor
    scaled.ceiling = ceiling * factor
    return scaled
  }

  /// Adds an amount that is known exactly.
  static func + (forecast: ForecastRange, known: Double) -> ForecastRange {
    var sum = forecast
    sum.low += known
    sum.likely += known
    sum.high += known
    sum.ceiling += known
    return sum
  }
}
