package import Basics

/// A log of what has started in the last window: requests, or their tokens. It never allows more
/// than ``limit`` in any rolling window, and it allows each start as early as that rule permits.
///
/// A start counts from the time at which its bytes left. A start that is reserved, but has not
/// left, counts as if it were just about to leave.
package struct RateWindow: Sendable {
  /// Starts at the same time, and what they count together.
  private struct Entry: Sendable {
    let at: MonotonicInstant
    var weight: Int
  }

  /// The most that may start in any window; `nil`: no limit, and no log.
  package private(set) var limit: Int?
  package let window: Duration
  /// Added to ``window``, since the delay on the way to the server varies.
  package private(set) var margin: Duration

  /// ``widen()`` never makes the margin longer than this.
  package static let widestMargin = Duration.seconds(5)

  /// Confirmed starts, oldest first.
  private var entries: [Entry] = []
  /// How many of ``entries``, from the front, have left the window. They are removed in bulk,
  /// because removing each one from the front of an array would be slow.
  private var expired = 0
  /// What the entries in the window count together.
  private var counted = 0
  /// What was allowed and has not left yet.
  private var reserved = 0
  /// Starts are entered up to this much later than they were, so that those of a whole day take
  /// little memory.
  private let resolution: Duration

  /// `history`: earlier starts, in any order, each of weight 1.
  package init(
    limit: Int?, window: Duration, margin: Duration, resolution: Duration = .zero,
    history: [MonotonicInstant] = []
  ) {
    self.limit = limit
    self.window = window
    self.margin = margin
    self.resolution = resolution
    for stamp in history.sorted() { enter(stamp, 1) }
  }

  /// When a start of this weight may follow. `now` or earlier: at once. `nil`: a reserved one must
  /// leave first, because its time is not known yet. A weight above the limit needs an empty window.
  package mutating func earliestStart(
    of weight: Int = 1, at now: MonotonicInstant
  ) -> MonotonicInstant? {
    guard let limit else { return now }
    expire(at: now)
    var over = counted + reserved + min(Self.bounded(weight), limit) - limit
    if over <= 0 { return now }
    // So much must leave the window first.
    for entry in entries[expired...] {
      over -= entry.weight
      if over <= 0 { return entry.at + window + margin }
    }
    return nil
  }

  /// What is in the window, with what was allowed and has not left yet; 0 without a limit.
  package mutating func used(at now: MonotonicInstant) -> Int {
    guard limit != nil else { return 0 }
    expire(at: now)
    return counted + reserved
  }

  /// Counts a start whose time is not known yet.
  package mutating func reserve(_ weight: Int = 1) {
    reserved += Self.bounded(weight)
  }

  /// A reserved request left at this time.
  package mutating func confirm(_ weight: Int = 1, at stamp: MonotonicInstant) {
    cancel(weight)
    enter(stamp, weight)
  }

  /// A reserved request will not leave.
  package mutating func cancel(_ weight: Int = 1) {
    precondition(
      reserved >= Self.bounded(weight), "a start was confirmed or cancelled, but none was reserved")
    reserved -= Self.bounded(weight)
  }

  /// A start that left at this time, or that is reserved (`nil`), counts differently than assumed.
  package mutating func correct(
    from assumed: Int, to weight: Int, leftAt stamp: MonotonicInstant?
  ) {
    let change = Self.bounded(weight) - Self.bounded(assumed)
    guard let stamp else {
      reserved += change
      return
    }
    let time = roundedUp(stamp)
    let index = firstIndex(notBefore: time)
    guard index < entries.count, entries[index].at == time else { return }
    entries[index].weight += change
    counted += change
  }

  /// The server allows less than the plan. A higher limit is ignored.
  package mutating func lower(to serverLimit: Int) {
    if let limit, serverLimit < limit { self.limit = max(1, serverLimit) }
  }

  /// Adds half a second to the margin: the server counted more starts in a window than our log, so
  /// the delay varied by more than the margin.
  package mutating func widen() {
    margin = min(margin + .milliseconds(500), max(margin, Self.widestMargin))
  }

  // MARK: The log

  private mutating func enter(_ stamp: MonotonicInstant, _ weight: Int) {
    guard limit != nil else { return }
    let time = roundedUp(stamp)
    let index = firstIndex(notBefore: time)
    if index < entries.count, entries[index].at == time {
      entries[index].weight += Self.bounded(weight)
    } else {
      entries.insert(Entry(at: time, weight: Self.bounded(weight)), at: index)
    }
    counted += Self.bounded(weight)
  }

  /// The index of the first entry in the window that is not before this time. Nearly always it is
  /// one of the last.
  private func firstIndex(notBefore time: MonotonicInstant) -> Int {
    var (low, high) = (expired, entries.count)
    if let last = entries.last, last.at < time { return high }
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].at < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func roundedUp(_ stamp: MonotonicInstant) -> MonotonicInstant {
    guard resolution > .zero else { return stamp }
    let step = Int64(resolution / .nanoseconds(1))
    let over = stamp.nanoseconds % step
    if over == 0 { return stamp }
    return MonotonicInstant(nanoseconds: stamp.nanoseconds - over + (over > 0 ? step : 0))
  }

  /// Counts what has left the window, and frees its memory from time to time.
  private mutating func expire(at now: MonotonicInstant) {
    while expired < entries.count, entries[expired].at + window + margin <= now {
      counted -= entries[expired].weight
      expired += 1
    }
    if expired > 1024, expired * 2 > entries.count {
      entries.removeFirst(expired)
      expired = 0
    }
  }

  /// Weights are tokens that a file or a server names. With this bound a day of them fits an `Int`.
  private static func bounded(_ weight: Int) -> Int { min(max(0, weight), 1 << 32) }
}
