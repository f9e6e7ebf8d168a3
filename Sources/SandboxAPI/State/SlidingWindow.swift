import BatchRunner

/// The starts of the last so many seconds, oldest first.
struct SlidingWindow {
  private let length: Duration
  private var starts: [Moment] = []
  /// What stands before it has left the window.
  private var head = 0

  init(length: Duration) {
    self.length = length
  }

  var count: Int { starts.count - head }
  var oldest: Moment? { head < starts.count ? starts[head] : nil }

  /// `nil` while the window is empty.
  var oldestLeavesAt: Moment? { oldest?.advanced(by: length) }

  /// A start leaves exactly ``length`` after it came. Moments must not go back.
  mutating func advance(to now: Moment) {
    while let leaves = oldestLeavesAt, leaves <= now { head += 1 }
    if head > 1024, head > count {
      starts.removeFirst(head)
      head = 0
    }
  }

  mutating func add(_ start: Moment) {
    starts.append(start)
  }
}
