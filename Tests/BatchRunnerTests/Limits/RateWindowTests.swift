import Basics
import Testing

@testable import BatchRunner

@Suite struct RateWindowTests {
  static let zero = MonotonicInstant(nanoseconds: 0)
  static func at(_ seconds: Double) -> MonotonicInstant { zero + .seconds(seconds) }

  @Test func `a start over the limit waits until the first one has left the window`() {
    var rate = RateWindow(limit: 2, window: .seconds(60), margin: .milliseconds(500))
    for second in [0.0, 10] {
      #expect(rate.earliestStart(at: Self.at(second)) == Self.at(second))
      rate.reserve()
      rate.confirm(at: Self.at(second))
    }
    #expect(rate.earliestStart(at: Self.at(20)) == Self.at(60.5))
    #expect(rate.earliestStart(at: Self.at(60.5)) == Self.at(60.5))
  }

  @Test func `a reserved start counts until its bytes have left`() {
    var rate = RateWindow(limit: 1, window: .seconds(60), margin: .zero)
    rate.reserve()
    #expect(rate.earliestStart(at: Self.at(1000)) == nil)
    rate.confirm(at: Self.at(1000))
    #expect(rate.earliestStart(at: Self.at(1001)) == Self.at(1060))
  }

  @Test func `a start that was not made does not count`() {
    var rate = RateWindow(limit: 1, window: .seconds(60), margin: .zero)
    rate.reserve()
    rate.cancel()
    #expect(rate.earliestStart(at: Self.at(1)) == Self.at(1))
  }

  @Test func `starts of an earlier process count`() {
    var rate = RateWindow(
      limit: 2, window: .seconds(60), margin: .zero,
      history: [Self.at(5), Self.at(-100), Self.at(3)])
    #expect(rate.earliestStart(at: Self.at(10)) == Self.at(63))
  }

  @Test func `the margin widens by half a second, up to five`() {
    var rate = RateWindow(limit: 1, window: .seconds(60), margin: .milliseconds(500))
    for _ in 0..<20 { rate.widen() }
    #expect(rate.margin == .seconds(5))
    var wide = RateWindow(limit: 1, window: .seconds(60), margin: .seconds(8))
    wide.widen()
    #expect(wide.margin == .seconds(8))
  }

  @Test func `without a limit everything starts at once`() {
    var rate = RateWindow(limit: nil, window: .seconds(60), margin: .zero)
    for _ in 0..<10_000 {
      rate.reserve()
      rate.confirm(at: Self.at(1))
    }
    #expect(rate.earliestStart(at: Self.at(1)) == Self.at(1))
  }

  @Test func `tokens leave the window with their request, and a large request waits for enough`() {
    var rate = RateWindow(limit: 100, window: .seconds(60), margin: .zero)
    for (second, tokens) in [(0.0, 30), (1.0, 40), (2.0, 20)] {
      #expect(rate.earliestStart(of: tokens, at: Self.at(second)) == Self.at(second))
      rate.reserve(tokens)
      rate.confirm(tokens, at: Self.at(second))
    }
    #expect(rate.earliestStart(of: 10, at: Self.at(3)) == Self.at(3))
    #expect(rate.earliestStart(of: 11, at: Self.at(3)) == Self.at(60))
    #expect(rate.earliestStart(of: 41, at: Self.at(3)) == Self.at(61))
    // More than the limit starts alone.
    #expect(rate.earliestStart(of: 1000, at: Self.at(3)) == Self.at(62))
  }

  @Test func `a usage corrects what was assumed, before and after the request has left`() {
    var rate = RateWindow(limit: 100, window: .seconds(60), margin: .zero)
    rate.reserve(90)
    #expect(rate.earliestStart(of: 20, at: Self.at(0)) == nil)
    rate.correct(from: 90, to: 70, leftAt: nil)
    #expect(rate.earliestStart(of: 20, at: Self.at(0)) == Self.at(0))
    rate.confirm(70, at: Self.at(0))
    rate.correct(from: 70, to: 120, leftAt: Self.at(0))
    #expect(rate.used(at: Self.at(1)) == 120)
    #expect(rate.earliestStart(of: 1, at: Self.at(1)) == Self.at(60))
    rate.correct(from: 120, to: 5, leftAt: Self.at(0))
    #expect(rate.used(at: Self.at(1)) == 5)
    // Long gone: nothing is left to correct.
    #expect(rate.used(at: Self.at(100)) == 0)
    rate.correct(from: 5, to: 50, leftAt: Self.at(0))
    #expect(rate.used(at: Self.at(100)) == 0)
  }

  @Test func `the starts of a day are entered by the second, never early`() {
    var rate = RateWindow(
      limit: 1000, window: .seconds(86_400), margin: .zero, resolution: .seconds(1),
      history: [Self.at(-0.5), Self.at(-1)])
    for step in 0..<998 {
      rate.reserve()
      rate.confirm(at: Self.at(10 + Double(step) / 1000))
    }
    #expect(rate.used(at: Self.at(11)) == 1000)
    #expect(rate.earliestStart(at: Self.at(11)) == Self.at(86_399))
    #expect(rate.earliestStart(of: 2, at: Self.at(11)) == Self.at(86_400))
    #expect(rate.earliestStart(of: 3, at: Self.at(11)) == Self.at(86_410))
    #expect(rate.earliestStart(of: 4, at: Self.at(11)) == Self.at(86_411))
  }

  /// No more than the limit in any window, whatever the weights, and each start as early as the log of
  /// all starts allows.
  @Test func `random weights never exceed the limit in any window`() {
    let seed = UInt64.random(in: 0..<1 << 32)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let limit = Int.random(in: 1...50, using: &generator)
      var rate = RateWindow(limit: limit, window: .seconds(10), margin: .zero)
      var log: [(at: MonotonicInstant, weight: Int)] = []
      var now = Self.zero
      for _ in 0..<100 {
        let weight = Int.random(in: 1...limit, using: &generator)
        now = now + .milliseconds(Int.random(in: 0...500, using: &generator))
        guard let start = rate.earliestStart(of: weight, at: now) else {
          Issue.record("nothing is reserved (seed \(seed))")
          break
        }
        // A moment earlier there would have been too much.
        if start > now {
          let used = log.filter { $0.at + .seconds(10) >= start }.reduce(0) { $0 + $1.weight }
          #expect(used + weight > limit, "seed \(seed)")
        }
        now = max(now, start)
        rate.reserve(weight)
        rate.confirm(weight, at: now)
        log.append((now, weight))
        let used = log.filter { $0.at + .seconds(10) > now }.reduce(0) { $0 + $1.weight }
        #expect(used <= limit, "seed \(seed)")
      }
    }
  }
}
