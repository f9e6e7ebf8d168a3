/// A straight line through what was seen, or its mean where a line explains too little.
///
/// Sums only, so a million points take no more room than two (Welford's updates of means and
/// co-moments).
package struct Regression: Sendable, Equatable {
  package private(set) var count = 0
  package private(set) var meanX = 0.0
  package private(set) var meanY = 0.0
  private var squaresX = 0.0
  private var squaresY = 0.0
  private var products = 0.0

  package init() {}

  package mutating func add(x: Double, y: Double) {
    count += 1
    let offsetX = x - meanX
    let offsetY = y - meanY
    meanX += offsetX / Double(count)
    meanY += offsetY / Double(count)
    squaresX += offsetX * (x - meanX)
    squaresY += offsetY * (y - meanY)
    products += offsetX * (y - meanY)
  }

  /// The line takes away at least a tenth of the variance, with enough points to say so.
  package var isLine: Bool {
    count >= 10 && squaresX > 0 && products * products >= 0.1 * squaresX * squaresY
  }

  /// Of y for each x; 0 where the mean is all there is.
  package var slope: Double { isLine ? products / squaresX : 0 }

  package func value(at x: Double) -> Double { meanY + slope * (x - meanX) }

  private var freedom: Int { count - (isLine ? 2 : 1) }

  /// What is left around the line or the mean, in the square of y's unit.
  package var variance: Double {
    guard freedom > 0 else { return 0 }
    return max(0, squaresY - slope * products) / Double(freedom)
  }

  /// How far the sum of `many` new values of y, whose xs add up to `sumX`, may lie from what is
  /// foretold of it: half of a 95 % interval, for values drawn like the ones that were seen.
  package func margin(of many: Int, sumX: Double) -> Double {
    guard freedom > 0, many > 0 else { return .infinity }
    let number = Double(many)
    let lever = sumX - number * meanX
    // Each new value has its own spread; the mean and the slope are wrong for all of them alike.
    var spread = number + number * number / Double(count)
    if isLine { spread += lever * lever / squaresX }
    return Self.quantile(freedom: freedom) * (variance * spread).squareRoot()
  }

  /// Student's t at 97.5 %, by its expansion around the normal distribution (Abramowitz and Stegun,
  /// 26.7.5); the first two are exact.
  static func quantile(freedom: Int) -> Double {
    switch freedom {
    case ...1: return 12.706
    case 2: return 4.303
    default: break
    }
    let n = Double(freedom)
    let z = 1.959964
    let first = (z * z * z + z) / 4
    let second = (5 * power(z, 5) + 16 * power(z, 3) + 3 * z) / 96
    let third = (3 * power(z, 7) + 19 * power(z, 5) + 17 * power(z, 3) - 15 * z) / 384
    return z + first / n + second / (n * n) + third / (n * n * n)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
