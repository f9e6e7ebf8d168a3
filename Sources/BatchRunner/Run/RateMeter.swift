package import Basics

/// Counts how many jobs ended in the last minute, with one counter per second.
package struct RateMeter: Sendable {
  /// A ring: second `n` since the start is counted at index `n % 60`.
  private var counts = [Int](repeating: 0, count: 60)
  /// The second since the start that was counted last.
  private var second = 0
  private let start: MonotonicInstant

  package init(at now: MonotonicInstant) {
    start = now
  }

  package mutating func count(_ jobs: Int, at now: MonotonicInstant) {
    advance(to: now)
    counts[second % 60] += jobs
  }

  /// Jobs per minute, over the last minute or since the start, if that is shorter; 0 in the first
  /// second.
  package mutating func perMinute(at now: MonotonicInstant) -> Double {
    advance(to: now)
    let seconds = min(60, start.duration(to: now) / .seconds(1))
    return seconds < 1 ? 0 : Double(counts.reduce(0, +)) * 60 / seconds
  }

  /// Clears the counters of the seconds that have passed since the last call.
  private mutating func advance(to now: MonotonicInstant) {
    let target = Int(start.duration(to: now).components.seconds)
    guard target > second else { return }
    for passed in (second + 1)...min(target, second + 60) { counts[passed % 60] = 0 }
    second = target
  }
}
