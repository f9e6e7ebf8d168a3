package import Basics

/// A log of the starts in the last window. It never allows more than ``limit`` starts in any
/// rolling window, and it allows each start as early as that rule permits.
///
/// A start counts from the time at which its bytes left. A start that is reserved, but has not
/// left, counts as if it were just about to leave.
package struct RateWindow: Sendable {
  /// The most starts in any window; `nil`: no limit, and no log.
  package private(set) var limit: Int?
  package let window: Duration
  /// Added to ``window``, since the delay on the way to the server varies.
  package private(set) var margin: Duration

  /// ``widen()`` never makes the margin longer than this.
  package static let widestMargin = Duration.seconds(5)

  /// The times of confirmed starts, oldest first.
  private var stamps: [MonotonicInstant] = []
  /// How many of ``stamps``, from the front, have left the window. They are removed in bulk,
  /// because removing each one from the front of an array would be slow.
  private var expired = 0
  /// Starts that were allowed and have not left yet.
  private var reserved = 0

  /// `history`: the times of earlier starts, in any order.
  package init(limit: Int?, window: Duration, margin: Duration, history: [MonotonicInstant] = []) {
    self.limit = limit
    self.window = window
    self.margin = margin
    stamps = limit == nil ? [] : history.sorted()
  }

  /// When the next request may start. `now` or earlier: at once. `nil`: a reserved request must
  /// leave first, because its time is not known yet.
  package mutating func earliestStart(at now: MonotonicInstant) -> MonotonicInstant? {
    guard let limit else { return now }
    expire(at: now)
    let over = stamps.count - expired + reserved - limit
    if over < 0 { return now }
    // `over` + 1 starts must leave the window first, and `index` is the last one of them.
    let index = expired + over
    return index < stamps.count ? stamps[index] + window + margin : nil
  }

  /// The starts in the window, with those that were allowed and have not left yet; 0 without a
  /// limit.
  package mutating func starts(at now: MonotonicInstant) -> Int {
    guard limit != nil else { return 0 }
    expire(at: now)
    return stamps.count - expired + reserved
  }

  /// Counts a start whose time is not known yet.
  package mutating func reserve() {
    reserved += 1
  }

  /// A reserved request left at this time.
  package mutating func confirm(at stamp: MonotonicInstant) {
    cancel()
    guard limit != nil else { return }
    var index = stamps.count
    while index > expired, stamps[index - 1] > stamp { index -= 1 }
    stamps.insert(stamp, at: index)
  }

  /// A reserved request will not leave.
  package mutating func cancel() {
    precondition(reserved > 0, "a start was confirmed or cancelled, but none was reserved")
    reserved -= 1
  }

  /// The server allows fewer starts than the plan. A higher limit is ignored.
  package mutating func lower(to serverLimit: Int) {
    if let limit, serverLimit < limit { self.limit = max(1, serverLimit) }
  }

  /// Adds half a second to the margin: the server counted more starts in a window than our log, so
  /// the delay varied by more than the margin.
  package mutating func widen() {
    margin = min(margin + .milliseconds(500), max(margin, Self.widestMargin))
  }

  /// Counts the starts that have left the window, and frees their memory from time to time.
  private mutating func expire(at now: MonotonicInstant) {
    while expired < stamps.count, stamps[expired] + window + margin <= now { expired += 1 }
    if expired > 1024, expired * 2 > stamps.count {
      stamps.removeFirst(expired)
      expired = 0
    }
  }
}
