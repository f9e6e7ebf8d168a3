import Basics

/// A histogram of latencies in milliseconds. Each class is 2 % wider than the one before, so every
/// quantile is accurate to 1 %, and a million answers take no more memory than ten.
struct LatencyHistogram: Sendable {
  /// The largest error of a quantile, as a share of its value.
  static let relativeError = 0.01
  private static let growth = 1.02
  /// Below this value, each millisecond is a class of its own.
  private static let exactBelow = 64
  /// Eleven days in milliseconds. A longer latency counts as this one.
  private static let longest = 1_000_000_000

  /// The number of latencies in each class.
  private var counts: [Int] = []
  private(set) var count = 0
  private(set) var sum = 0
  private(set) var least = Int.max
  private(set) var most = 0

  mutating func add(_ milliseconds: Int) {
    let value = min(max(0, milliseconds), Self.longest)
    let index = Self.index(of: value)
    if index >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: index + 1 - counts.count))
    }
    counts[index] += 1
    count += 1
    sum += value
    least = min(least, value)
    most = max(most, value)
  }

  mutating func add(_ other: LatencyHistogram) {
    guard other.count > 0 else { return }
    if other.counts.count > counts.count {
      counts.append(contentsOf: repeatElement(0, count: other.counts.count - counts.count))
    }
    for (index, more) in other.counts.enumerated() { counts[index] += more }
    count += other.count
    sum += other.sum
    least = min(least, other.least)
    most = max(most, other.most)
  }

  /// The smallest latency, in milliseconds, that at least this share (0...1) of the answers did not
  /// exceed; `nil` if there are no answers.
  func quantile(_ share: Double) -> Int? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((share * Double(count)).rounded(.up)))
    var seen = 0
    for (index, more) in counts.enumerated() {
      seen += more
      if seen >= rank { return min(most, max(least, Self.middle(of: index))) }
    }
    return most
  }

  /// In milliseconds; `nil` if there are no answers.
  var mean: Int? { count > 0 ? sum / count : nil }

  /// The number of latencies in each of `bars` classes between `low` and `high`, in milliseconds.
  /// On a logarithmic scale, the classes are equally wide. Latencies outside count in the first or
  /// the last class.
  func bars(_ bars: Int, from low: Double, to high: Double) -> [Int] {
    var heights = [Int](repeating: 0, count: bars)
    let step = log(high / low) / Double(bars)
    for (index, more) in counts.enumerated() where more > 0 {
      let value = Double(max(1, Self.middle(of: index)))
      let bar = Int((log(value / low) / step).rounded(.down))
      heights[min(max(0, bar), bars - 1)] += more
    }
    return heights
  }

  /// The class of a latency.
  private static func index(of value: Int) -> Int {
    guard value >= exactBelow else { return value }
    return exactBelow + Int(log(Double(value) / Double(exactBelow)) / log(growth))
  }

  /// The latency in the middle of a class.
  private static func middle(of index: Int) -> Int {
    guard index >= exactBelow else { return index }
    return Int((Double(exactBelow) * pow(growth, Double(index - exactBelow) + 0.5)).rounded())
  }
}
