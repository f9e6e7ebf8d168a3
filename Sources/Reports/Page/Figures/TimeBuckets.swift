import Basics
import BatchRunner

/// What happened when, in slices of time of equal width; when there are too many, neighbours are
/// put together, so that a long run takes no more room than a short one.
struct TimeBuckets: Sendable {
  struct Bucket: Sendable, Equatable {
    var starts = 0
    var succeeded = 0
    var failed = 0
    /// Answered with status 429.
    var rateLimited = 0
    /// To be tried again, for another reason.
    var retried = 0
    var tokensIn = 0
    var tokensOut = 0
    var spend = Money.zero
    /// The most attempts under way at once, and how many were at the end.
    var inFlightMost = 0
    var inFlightLast = 0
  }

  static let most = 480
  /// Each divides the next; in seconds.
  private static let widths = [
    1, 2, 10, 20, 60, 120, 600, 1200, 3600, 7200, 14_400, 43_200, 86_400,
  ]

  /// In milliseconds; as fine as seconds.
  private(set) var width = 1000
  private(set) var buckets: [Bucket] = []

  /// `offset`: milliseconds since the first thing that happened, zero or more.
  mutating func change(at offset: Int, _ change: (inout Bucket) -> Void) {
    while offset / width >= Self.most { widen() }
    let index = offset / width
    while buckets.count <= index {
      var next = Bucket()
      next.inFlightLast = buckets.last?.inFlightLast ?? 0
      next.inFlightMost = next.inFlightLast
      buckets.append(next)
    }
    change(&buckets[index])
  }

  /// So many are under way from here on. Must be told in order of time.
  mutating func set(inFlight count: Int, at offset: Int) {
    change(at: offset) {
      $0.inFlightLast = count
      $0.inFlightMost = max($0.inFlightMost, count)
    }
  }

  private mutating func widen() {
    let next = Self.widths.first { $0 * 1000 > width }.map { $0 * 1000 } ?? width * 2
    let together = next / width
    width = next
    buckets = stride(from: 0, to: buckets.count, by: together).map { first in
      buckets[first..<min(first + together, buckets.count)].dropFirst()
        .reduce(into: buckets[first]) { $0.add($1) }
    }
  }
}

extension TimeBuckets.Bucket {
  /// Takes in the one behind it.
  fileprivate mutating func add(_ next: Self) {
    starts += next.starts
    succeeded += next.succeeded
    failed += next.failed
    rateLimited += next.rateLimited
    retried += next.retried
    tokensIn += next.tokensIn
    tokensOut += next.tokensOut
    spend = StoredNumber.sum(spend, next.spend)
    inFlightMost = max(inFlightMost, next.inFlightMost)
    inFlightLast = next.inFlightLast
  }
}
