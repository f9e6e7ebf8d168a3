import Basics

/// When requests came, as far back as a window reaches: those that are exactly a window old are
/// out.
struct StartLog: Sendable {
  private let window: Duration
  private var stamps: [MonotonicInstant] = []
  private var head = 0

  init(window: Duration) {
    self.window = window
  }

  var count: Int { stamps.count - head }
  var oldest: MonotonicInstant? { head < stamps.count ? stamps[head] : nil }

  /// Moments never go back.
  mutating func forget(before now: MonotonicInstant) {
    let floor = now.advanced(by: .zero - window)
    while head < stamps.count, stamps[head] <= floor { head += 1 }
    guard head > 1024, head * 2 > stamps.count else { return }
    stamps.removeFirst(head)
    head = 0
  }

  mutating func note(_ now: MonotonicInstant) {
    stamps.append(now)
  }
}
