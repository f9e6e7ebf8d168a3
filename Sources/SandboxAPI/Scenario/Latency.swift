import Foundation

/// How long a chat request takes, in seconds.
package enum Latency: Sendable, Equatable {
  case fixed(Double)
  case uniform(ClosedRange<Double>)
  /// Half of the requests take longer than `median`; `sigma` is that of the logarithm.
  case logNormal(median: Double, sigma: Double)

  /// Never negative, and at most an hour.
  func draw(using dice: inout Dice) -> Duration {
    let seconds =
      switch self {
      case .fixed(let seconds): seconds
      case .uniform(let range):
        range.lowerBound + dice.unit() * (range.upperBound - range.lowerBound)
      case .logNormal(let median, let sigma): median * exp(sigma * dice.normal())
      }
    return .seconds(min(max(seconds, 0), 3600))
  }
}
