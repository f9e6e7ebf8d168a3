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
}
