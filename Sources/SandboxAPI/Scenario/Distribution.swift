import Basics

/// A random distribution of a number.
package enum Distribution: Sendable, Equatable {
  case fixed(Double)
  case uniform(ClosedRange<Double>)
  /// `sigma` is the standard deviation of the natural logarithm. With 0.5, nine of ten values are
  /// within a factor of 2.3 of the median.
  case logNormal(median: Double, sigma: Double)

  func draw(using random: inout SplitMix64) -> Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let range):
      range.lowerBound + (range.upperBound - range.lowerBound) * random.unit()
    case .logNormal(let median, let sigma): median * exp(sigma * random.normal())
    }
  }
}
