import Basics
import Testing

@Suite struct RunningTimeTests {
  private let start = MonotonicInstant(nanoseconds: 5_000_000_000)

  /// The instant so many seconds after the start.
  private func at(_ seconds: Double) -> MonotonicInstant { start + .seconds(seconds) }

  @Test(arguments: [0.0, 0.25, 0.9, 1.25])
  func `a look that is late by no more than a second is no gap`(seconds: Double) {
    var time = RunningTime(at: start)
    #expect(time.look(at: at(seconds), due: .milliseconds(250)) == nil)
    #expect(time.stoodStill == .zero)
    #expect(time.running(at: at(seconds)) == at(seconds))
    #expect(!time.isNearGap(at(seconds)))
  }

  @Test func `what a look is late by does not count as time`() {
    var time = RunningTime(at: start)
    #expect(time.look(at: at(20.25), due: .milliseconds(250)) == .seconds(20))
    #expect(time.running(at: at(21)) == at(1))
    #expect(time.lastLookRunning == at(0.25))
    #expect(time.look(at: at(20.5), due: .milliseconds(250)) == nil)
    #expect(time.look(at: at(120.75), due: .milliseconds(250)) == .seconds(100))
    #expect(time.stoodStill == .seconds(120))
    #expect(time.running(at: at(121)) == at(1))
  }

  @Test func `a look that was not due for a long time is no gap`() {
    var time = RunningTime(at: start)
    #expect(time.look(at: at(61), due: .seconds(60)) == nil)
    #expect(time.look(at: at(200.5), due: .seconds(60)) == .seconds(79.5))
  }

  @Test func `a clock that goes back is no gap, neither then nor when it has caught up`() {
    var time = RunningTime(at: start)
    #expect(time.look(at: at(-100), due: .zero) == nil)
    #expect(time.look(at: at(0.5), due: .zero) == nil)
    #expect(time.stoodStill == .zero)
  }

  @Test(arguments: [
    (9.9, false), (10, true), (20, true), (30, true), (34.9, true), (35, true), (35.1, false),
  ])
  func `an instant is near a gap from its beginning to five seconds after its end`(
    seconds: Double, isNear: Bool
  ) {
    var time = RunningTime(at: start)
    time.add(.seconds(20), at: at(30))
    #expect(time.isNearGap(at(seconds)) == isNear)
  }
}
