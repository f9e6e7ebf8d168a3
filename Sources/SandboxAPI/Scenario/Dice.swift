import Foundation

/// SplitMix64 ("Fast Splittable Pseudorandom Number Generators", Steele, Lea, Flood, 2014).
struct Dice: RandomNumberGenerator {
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// Independent of what the requests before this one drew.
  init(seed: UInt64, request index: Int) {
    var root = Dice(seed: seed ^ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
    state = root.next()
  }

  mutating func next() -> UInt64 {
    state &+= Self.step
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  /// From 0 up to, but not including, 1.
  mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Standard normal, by Box and Muller.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }
}
