import Basics

/// The times of requests in a rolling window. A time that is exactly one window old is no longer in
/// it.
struct StartLog: Sendable {
  private let window: Duration
  /// In order. The first ``head`` have left the window.
  private var stamps: [MonotonicInstant] = []
  private var head = 0

  init(window: Duration) {
    self.window = window
  }

  var count: Int { stamps.count - head }
  /// `nil`: the window is empty.
  var oldest: MonotonicInstant? { head < stamps.count ? stamps[head] : nil }

  /// Removes the times that have left the window. `now` must not be earlier than in the last call.
  mutating func removeExpired(at now: MonotonicInstant) {
    let start = now.advanced(by: .zero - window)
    while head < stamps.count, stamps[head] <= start { head += 1 }
    // Rarely moves the array, so that removing takes constant time on average.
    guard head > 1024, head * 2 > stamps.count else { return }
    stamps.removeFirst(head)
    head = 0
  }

  mutating func record(_ now: MonotonicInstant) {
    stamps.append(now)
  }
}
