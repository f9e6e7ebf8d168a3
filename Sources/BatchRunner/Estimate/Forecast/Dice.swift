import Basics

/// Seeded, so that a forecast is the same at each look (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(state: UInt64) {
    self.state = state
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Positive, with this mean and this variance.
  mutating func logNormal(mean: Double, variance: Double) -> Double {
    guard mean > 0, variance > 0 else { return max(0, mean) }
    let spread = log(1 + variance / (mean * mean))
    return mean * exp(spread.squareRoot() * normal() - spread / 2)
  }

  /// Around 0, with variance 1 (Box and Muller).
  private mutating func normal() -> Double {
    let first = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    let second = Double.random(in: 0..<1, using: &self)
    return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
  }
}
