import Basics

extension SplitMix64 {
  /// A random number from the log-normal distribution with this mean and variance, which is always
  /// positive. Without variance it is the mean.
  mutating func logNormal(mean: Double, variance: Double) -> Double {
    guard mean > 0, variance > 0 else { return max(0, mean) }
    let spread = log(1 + variance / (mean * mean))
    return mean * exp(spread.squareRoot() * normal() - spread / 2)
  }

  /// A random number from the normal distribution with mean 0 and variance 1 (Box-Muller method).
  private mutating func normal() -> Double {
    let first = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    let second = Double.random(in: 0..<1, using: &self)
    return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
  }
}
