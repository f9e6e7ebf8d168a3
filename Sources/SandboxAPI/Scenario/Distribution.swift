import Basics

/// How a figure is spread.
package enum Distribution: Sendable, Equatable {
  case fixed(Double)
  case uniform(ClosedRange<Double>)
  /// `sigma` is the standard deviation of the logarithm: 0.5 puts nine of ten within a factor of
  /// 2.3 of the median.
  case logNormal(median: Double, sigma: Double)

  func draw(using dice: inout SplitMix64) -> Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let range):
      range.lowerBound + (range.upperBound - range.lowerBound) * dice.unit()
    case .logNormal(let median, let sigma): median * exp(sigma * dice.normal())
    }
  }
}
