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

  /// The range is cut at 0 and at the ceiling, and the ceiling is at least `likely`.
  init(likely: Double, margins: ForecastMargins, ceiling: Double) {
    self.likely = likely
    self.ceiling = max(ceiling, likely)
    low = max(0, likely - margins.below)
    high = min(self.ceiling, likely + margins.above)
  }

  /// The sum of ranges that are wrong together.
  static func + (left: ForecastRange, right: ForecastRange) -> ForecastRange {
    var sum = ForecastRange()
    sum.low = left.low + right.low
    sum.likely = left.likely + right.likely
    sum.high = left.high + right.high
    sum.ceiling = left.ceiling + right.ceiling
    return sum
  }

  /// The sum of ranges. `error`: of the sum.
  static func sum(_ parts: some Sequence<ForecastRange>, _ error: ForecastError) -> ForecastRange {
    let sum = parts.reduce(ForecastRange(), +)
    return ForecastRange(likely: sum.likely, margins: error.margins, ceiling: sum.ceiling)
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
