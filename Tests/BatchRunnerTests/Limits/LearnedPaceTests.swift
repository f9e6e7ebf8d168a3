import Basics
import Testing

@testable import BatchRunner

@Suite struct LearnedPaceTests {
  private static func at(_ seconds: Double) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 1_000_000_000_000) + .seconds(seconds)
  }

  /// Starts as early as it may from `seconds` on, so many times; returns the times.
  private static func start(
    _ pace: inout LearnedPace, _ permits: ClosedRange<UInt64>, from seconds: Double = 0
  ) -> [Double] {
    var now = at(seconds)
    return permits.map { number in
      now = max(now, pace.earliestStart(at: now))
      pace.started(Permit(number: number), at: now)
      return at(0).duration(to: now) / .seconds(1)
    }
  }

  /// The requests were granted at the same time as all others, 0.1 s before.
  private static func turnDown(
    _ pace: inout LearnedPace, _ permits: ClosedRange<UInt64>, last: UInt64, at seconds: Double
  ) {
    for number in permits {
      pace.turnedDown(
        Permit(number: number), last: Permit(number: last), after: .milliseconds(100),
        at: at(seconds))
    }
  }

  @Test func `until a request is turned down, every start may be at once`() {
    var pace = LearnedPace(window: .seconds(60))
    #expect(Self.start(&pace, 1...500).allSatisfy { $0 == 0 })
    #expect(pace.rate == nil)
  }

  @Test func `the first estimate is just below what the server took, and the starts are spaced`() {
    var pace = LearnedPace(window: .seconds(60))
    _ = Self.start(&pace, 1...32)
    Self.turnDown(&pace, 21...32, last: 32, at: 0.1)
    let starts = Self.start(&pace, 33...36, from: 1.1)
    #expect(pace.rate.map { $0 >= 18 && $0 < 19 } == true)
    #expect(starts[0] == 1.1)
    for (start, next) in zip(starts[1...], starts[2...]) {
      #expect(next - start > 0.05 && next - start < 0.06)
    }
  }

  @Test func `requests that were in flight together lower the rate once`() throws {
    var rates: [Double] = []
    for most: UInt64 in [41, 60] {
      var pace = LearnedPace(window: .seconds(60))
      _ = Self.start(&pace, 1...20)
      Self.turnDown(&pace, 20...20, last: 20, at: 0.1)
      _ = Self.start(&pace, 21...60, from: 1.1)
      Self.turnDown(&pace, 41...most, last: 60, at: 3.5)
      // The same requests, reported after the next round has begun.
      _ = Self.start(&pace, 61...61, from: 4.5)
      Self.turnDown(&pace, 41...most, last: 61, at: 4.6)
      _ = Self.start(&pace, 62...62, from: 5.6)
      rates.append(try #require(pace.rate))
    }
    #expect(rates[0] > 10)
    #expect(rates[1] > 7)
  }

  @Test func `refusals that trickle in later do not make the estimate lower`() throws {
    var rates: [Double] = []
    for later in [3.5, 4.4] {
      var pace = LearnedPace(window: .seconds(60))
      _ = Self.start(&pace, 1...20)
      Self.turnDown(&pace, 20...20, last: 20, at: 0.1)
      _ = Self.start(&pace, 21...60, from: 1.1)
      Self.turnDown(&pace, 51...51, last: 60, at: 3.5)
      Self.turnDown(&pace, 52...60, last: 60, at: later)
      _ = Self.start(&pace, 61...61, from: 4.5)
      rates.append(try #require(pace.rate))
    }
    #expect(rates[0] == rates[1])
  }

  @Test func `a refusal after a pause without a success tells how long the window is`() throws {
    var pace = LearnedPace(window: .seconds(60))
    _ = Self.start(&pace, 1...60)
    Self.turnDown(&pace, 60...60, last: 60, at: 0.1)
    var second = 1.1
    for number: UInt64 in 61...64 {
      second = Self.start(&pace, number...number, from: second)[0]
      Self.turnDown(&pace, number...number, last: number, at: second + 0.1)
      second += 8
    }
    _ = Self.start(&pace, 65...65, from: second)
    let rate = try #require(pace.rate)
    #expect(abs(rate - 59 / second) < 0.05)
  }

  @Test func `without refusals the rate returns to the last limit, stays there, and grows beyond`()
    throws
  {
    var pace = LearnedPace(window: .seconds(60))
    _ = Self.start(&pace, 1...20)
    Self.turnDown(&pace, 20...20, last: 20, at: 0.1)
    _ = Self.start(&pace, 21...110, from: 1.1)
    let held = try #require(pace.rate)
    #expect(held > 18 && held <= 19)
    _ = Self.start(&pace, 111...1500, from: 6)
    #expect(try #require(pace.rate) > 2 * held)
  }

  /// A server that turns a request down now and then, whatever the rate is.
  @Test
  func `a single refusal far below the last limit hardly changes the rate, a second one does`()
    throws
  {
    var rates: [Double] = []
    var pace = LearnedPace(window: .seconds(60))
    _ = Self.start(&pace, 1...20)
    Self.turnDown(&pace, 20...20, last: 20, at: 0.1)
    _ = Self.start(&pace, 21...600, from: 1.1)
    Self.turnDown(&pace, 600...600, last: 600, at: 40)
    // Each round takes a few, then one is turned down.
    var second = 41.0
    for round in 0..<3 as Range<UInt64> {
      let (first, last) = (601 + round * 10, 610 + round * 10)
      second = try #require(Self.start(&pace, first...last, from: second).last)
      rates.append(try #require(pace.rate))
      Self.turnDown(&pace, last...last, last: last, at: second + 0.01)
      second += 1.1
    }
    _ = Self.start(&pace, 700...700, from: second)
    rates.append(try #require(pace.rate))
    #expect(rates[1] > rates[0] * 0.9, "\(rates)")
    #expect(rates[2] < rates[1] * 0.9, "\(rates)")
  }

  @Test func `a refusal that may be the job's own does not count as taken`() throws {
    var rates: [Double] = []
    for isOwn in [false, true] {
      var pace = ServerPace(Plan(name: .none, requestsPerWindow: nil, concurrency: 99))
      for number in 1...20 as ClosedRange<UInt64> {
        pace.started(Permit(number: number), at: Self.at(0))
      }
      pace.turnedDown(Permit(number: 20), at: Self.at(0.1))
      // After the pause, one of those that were turned down is tried and turned down again.
      pace.started(Permit(number: 21), at: Self.at(10))
      if isOwn { pace.notTaken(Permit(number: 21)) }
      pace.started(Permit(number: 22), at: Self.at(20))
      pace.turnedDown(Permit(number: 22), at: Self.at(20.1))
      pace.started(Permit(number: 23), at: Self.at(30))
      rates.append(try #require(pace.startsPerSecond))
    }
    // Nothing was taken for 30 s after the first 19.
    #expect(rates[1] > 0.6 && rates[1] < 0.7, "\(rates)")
    #expect(rates[0] != rates[1])
  }

  @Test func `the rate never falls below one start in a window`() throws {
    var pace = LearnedPace(window: .seconds(60))
    var second = 0.0
    for number: UInt64 in 1...200 {
      second = Self.start(&pace, number...number, from: second)[0]
      Self.turnDown(&pace, number...number, last: number, at: second + 0.1)
      second += 60
    }
    #expect(try #require(pace.rate) >= 1.0 / 60)
  }

  @Test func `after a pause one request goes first`() {
    var pace = LearnedPace(window: .seconds(60))
    _ = Self.start(&pace, 1...200)
    Self.turnDown(&pace, 200...200, last: 200, at: 0.1)
    let starts = Self.start(&pace, 201...203, from: 2)
    // A refusal took 100 ms, so the first one's would be known before the second start.
    #expect(starts[1] - starts[0] > 0.1 && starts[2] - starts[1] < 0.02)
  }

  @Test func `what an earlier process learned is where the next one begins, and may grow again`() {
    var state = LimiterState(
      Plan(name: .none, requestsPerWindow: nil, concurrency: 99), learned: 5, at: Self.at(0))
    var starts: [Double] = []
    for step in 0..<9000 {
      let now = Self.at(Double(step) / 100)
      for permit in state.reserve([Demand("", 1)], at: now) {
        state.apply(.confirmStart(permit, at: now), at: now)
        state.apply(.returnPermit(permit), at: now)
        starts.append(Double(step) / 100)
      }
    }
    #expect(starts.count { $0 <= 4 } <= 21 && starts.count { $0 <= 4 } >= 18)
    #expect(starts.count { $0 > 85 } > 100)
    // Numbers from a file that are none.
    for rate in [0, -1, .nan, .infinity] as [Double] {
      #expect(LearnedPace(window: .seconds(60), rate: rate, at: Self.at(0)).rate == nil)
    }
  }

  // MARK: Ramp

  @Test func `the first starts of a run without a rate window are a ramp of half a second`() {
    var ramp = StartRamp(to: 60)
    var now = Self.at(0)
    var starts: [Double] = []
    for _ in 0..<100 {
      now = max(now, ramp.earliestStart(at: now))
      ramp.started(at: now)
      starts.append(Self.at(0).duration(to: now) / .seconds(1))
    }
    #expect(starts.count { $0 == 0 } == 16)
    #expect(starts[16] > 0 && starts[31] < 0.2 && starts[59] < 0.4)
    #expect(starts[99] == starts[59] && starts[59] < 0.5)
  }

  @Test func `answers make the ramp faster`() {
    var ramp = StartRamp(to: 60)
    for _ in 0..<StartRamp.first { ramp.started(at: Self.at(0)) }
    #expect(ramp.earliestStart(at: Self.at(0.001)) > Self.at(0.001))
    ramp.answered()
    #expect(ramp.earliestStart(at: Self.at(0.001)) <= Self.at(0.001))
  }
}
