import Basics

/// Chooses the values at which an axis has marks.
enum Ticks {
  /// Values from 0 to the first step at or above `most`. The steps are 1, 2 or 5 times a power of
  /// ten, and there are about `count` of them. With `whole`, the steps are whole numbers.
  static func linear(to most: Double, count: Int = 4, whole: Bool = true) -> [Double] {
    let most = most.isFinite && most > 0 ? most : 1
    let raw = most / Double(count)
    let power = pow(10, floor(log10(raw)))
    var step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999_999 } ?? raw
    if whole { step = max(1, step) }
    let steps = max(1, Int((most / step - 1e-9).rounded(.up)))
    return (0...steps).map { Double($0) * step }
  }

  /// Values between `low` and `high` for a logarithmic axis: 1, 2 and 5 times powers of ten; more
  /// on a short axis.
  static func logarithmic(from low: Double, to high: Double) -> [Double] {
    let factors = high / low < 30 ? [1, 1.5, 2, 3, 4, 5, 6, 8] : [1, 2, 5]
    var ticks: [Double] = []
    var power = pow(10, floor(log10(low)))
    while power <= high, ticks.count < 60 {
      ticks += factors.map { $0 * power }.filter { $0 >= low * 0.999 && $0 <= high * 1.001 }
      power *= 10
    }
    return ticks
  }

  /// Steps for a time axis, in seconds: round numbers of seconds, minutes, hours and days.
  static let seconds = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
  ]
}
