package import Basics

/// The starts of the last window: strict in any rolling window, and as fast as strictness allows.
///
/// A start counts from the moment when its bytes left; until that is known it counts as if it were
/// just about to.
package struct RateWindow: Sendable {
  /// Starts in any window; `nil`: no limit, and no log.
  package private(set) var limit: Int?
  /// Length of the window, and what jitter on the way adds to it.
  package let window: Duration
  package private(set) var margin: Duration

  package static let widestMargin = Duration.seconds(5)

  /// Moments of starts, oldest first.
  private var stamps: [MonotonicInstant] = []
  /// How many of ``stamps``, from the front, have left the window.
  private var expired = 0
  /// Permissions whose start is not stamped yet.
  private var reserved = 0

  package init(limit: Int?, window: Duration, margin: Duration, history: [MonotonicInstant] = []) {
    self.limit = limit
    self.window = window
    self.margin = margin
    stamps = limit == nil ? [] : history.sorted()
  }

  /// When the next request may start: `now` or earlier for at once, `nil` when first a reserved one
  /// must have left.
  package mutating func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    guard let limit else { return now }
    expire(at: now)
    let over = stamps.count - expired + reserved - limit
    if over < 0 { return now }
    // So many and one more must leave the window first.
    let index = expired + over
    return index < stamps.count ? stamps[index] + window + margin : nil
  }

  package mutating func reserve() {
    reserved += 1
  }

  /// A reserved request left.
  package mutating func confirm(at stamp: MonotonicInstant) {
    cancel()
    guard limit != nil else { return }
    var index = stamps.count
    while index > expired, stamps[index - 1] > stamp { index -= 1 }
    stamps.insert(stamp, at: index)
  }

  /// A reserved request will not leave.
  package mutating func cancel() {
    precondition(reserved > 0, "a start was confirmed or cancelled that nobody reserved")
    reserved -= 1
  }

  /// The server allows fewer than we thought.
  package mutating func lower(to told: Int) {
    if let limit, told < limit { self.limit = max(1, told) }
  }

  /// The server counted more than we did: jitter was larger than the margin.
  package mutating func widen() {
    margin = min(margin + .milliseconds(500), max(margin, Self.widestMargin))
  }

  private mutating func expire(at now: MonotonicInstant) {
    while expired < stamps.count, stamps[expired] + window + margin <= now { expired += 1 }
    if expired > 1024, expired * 2 > stamps.count {
      stamps.removeFirst(expired)
      expired = 0
    }
  }
}
