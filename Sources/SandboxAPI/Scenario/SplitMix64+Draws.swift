package import Basics

extension SplitMix64 {
  /// A random number from 0 to just below 1, uniformly distributed.
  package mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A random integer from 0 to `count - 1`, uniformly distributed if `count` is small compared to
  /// 2^32.
  mutating func index(below count: Int) -> Int {
    Int(((next() >> 32) &* UInt64(count)) >> 32)
  }

  /// A random number of the standard normal distribution (Box and Muller, 1958).
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }
}
