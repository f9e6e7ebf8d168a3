import Basics
import BatchRunner

/// Counts in time slices of equal width. When there are too many slices, neighbours are merged, so
/// a long run takes no more memory than a short one.
struct TimeBuckets: Sendable {
  /// What happened in one slice.
  struct Bucket: Sendable, Equatable {
    var starts = 0
    var succeeded = 0
    var failed = 0
    /// Attempts that ended with status 429.
    var rateLimited = 0
    /// Attempts that ended with a retry for another reason.
    var retried = 0
    var tokensIn = 0
    var tokensOut = 0
    var spend = Money.zero
    /// The most attempts in flight at once.
    var inFlightMost = 0
    /// The attempts in flight at the end of the slice.
    var inFlightLast = 0
  }

  /// The largest number of slices.
  static let most = 480
  /// Possible widths in seconds. Each one divides the next.
  private static let widths = [
    1, 2, 10, 20, 60, 120, 600, 1200, 3600, 7200, 14_400, 43_200, 86_400,
  ]

  /// The width of a slice in milliseconds; at first one second.
  private(set) var width = 1000
  private(set) var buckets: [Bucket] = []

  /// Changes the slice at `offset`, in milliseconds on the ``Timeline``; zero or more.
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

  /// From `offset` on, `count` attempts are in flight. Offsets must not decrease from call to call.
  mutating func set(inFlight count: Int, at offset: Int) {
    change(at: offset) {
      $0.inFlightLast = count
      $0.inFlightMost = max($0.inFlightMost, count)
    }
  }

  /// Merges slices to the next width.
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
  /// Merges the next slice into this one.
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
