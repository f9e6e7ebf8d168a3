/// A figure as it is foretold.
package struct Outlook: Sendable, Equatable {
  /// Lower end of the 95 % interval, or of what is assumed.
  package var low = 0.0
  package var likely = 0.0
  /// Upper end of the 95 % interval; the ceiling where nothing tells better.
  package var high = 0.0
  /// Cannot be passed.
  package var ceiling = 0.0

  package init() {}

  package init(likely: Double, margin: Double, ceiling: Double) {
    self.likely = likely
    self.ceiling = max(ceiling, likely)
    low = max(0, likely - margin)
    high = min(self.ceiling, likely + margin)
  }

  /// Of figures that do not err together, `margin` being what their errors come to.
  static func sum(_ parts: [Outlook], erringTogether: [Bool]) -> Outlook {
    var sum = Outlook()
    var squaresBelow = 0.0
    var squaresAbove = 0.0
    var below = 0.0
    var above = 0.0
    for (part, together) in zip(parts, erringTogether) {
      sum.likely += part.likely
      sum.ceiling += part.ceiling
      if together {
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

  func scaled(_ factor: Double) -> Outlook {
    var scaled = Outlook()
    scaled.low = low * factor
    scaled.likely = likely * factor
    scaled.high = high * factor
    scaled.ceiling = ceiling * factor
    return scaled
  }

  static func + (figure: Outlook, known: Double) -> Outlook {
    var sum = figure
    sum.low += known
    sum.likely += known
    sum.high += known
    sum.ceiling += known
    return sum
  }
}
