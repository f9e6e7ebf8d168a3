import Basics
import Testing

@testable import BatchRunner

@Suite struct LimiterStateTests {
  private static let zero = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  private static func at(_ seconds: Double) -> MonotonicInstant { zero + .seconds(seconds) }

  private func limiter(_ limit: Int?, _ concurrency: Int) -> LimiterState {
    LimiterState(
      Plan(name: .starter, requestsPerWindow: limit, concurrency: concurrency), at: Self.zero)
  }

  @Test func `permits are numbered in order and differ for good`() {
    var state = limiter(nil, 3)
    let first = state.reserve(2, at: Self.zero)
    #expect(first == [Permit(number: 1), Permit(number: 2)])
    state.apply(.returnPermit(first[0]), at: Self.zero)
    #expect(state.reserve(9, at: Self.zero) == [Permit(number: 3), Permit(number: 4)])
  }

  /// How many of 20 are granted at once, and when asking is worth while again: in seconds, `nil`
  /// while only a change can help.
  @Test(arguments: [
    (limit: Int?.none, concurrency: 7, granted: 7, next: Double?.none),
    (limit: 5, concurrency: 7, granted: 5, next: nil),
    (limit: 5, concurrency: 2, granted: 2, next: nil),
    (limit: 40, concurrency: 40, granted: 20, next: 0),
  ])
  func `both limits hold from the first moment`(
    limit: Int?, concurrency: Int, granted: Int, next: Double?
  ) {
    var state = limiter(limit, concurrency)
    #expect(state.reserve(20, at: Self.zero).count == granted)
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.zero) == next.map(Self.at))
  }

  @Test func `a confirmed start counts for a window after its bytes left, its end does not matter`()
  {
    var state = limiter(1, 2)
    let permit = state.reserve(1, at: Self.at(0))[0]
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.at(9)) == nil)
    state.apply(.confirmStart(permit, at: Self.at(8)), at: Self.at(9))
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.at(9)) == Self.at(68.5))
    state.apply(.returnPermit(permit), at: Self.at(10))
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.at(10)) == Self.at(68.5))
    #expect(state.reserve(1, at: Self.at(68)).isEmpty)
    #expect(state.reserve(1, at: Self.at(68.5)).count == 1)
  }

  @Test func `a permit given back without a start uses up nothing`() {
    var state = limiter(1, 1)
    let permit = state.reserve(1, at: Self.zero)[0]
    #expect(state.reserve(1, at: Self.zero).isEmpty)
    state.apply(.returnPermit(permit), at: Self.zero)
    #expect(state.reserve(1, at: Self.zero).count == 1)
  }

  @Test func `a start that is confirmed twice counts once, at its first stamp`() {
    var state = limiter(2, 3)
    let permit = state.reserve(1, at: Self.zero)[0]
    state.apply(.confirmStart(permit, at: Self.at(1)), at: Self.at(1))
    state.apply(.confirmStart(permit, at: Self.at(5)), at: Self.at(5))
    #expect(state.reserve(9, at: Self.at(5)).count == 1)
  }

  @Test func `a pause holds every start back, and the longest of several counts`() {
    var state = limiter(nil, 4)
    for end in [40.0, 30] {
      state.apply(
        .pause(Permit(number: 1), until: Self.at(end), isNamed: false), at: Self.zero)
    }
    #expect(state.reserve(1, at: Self.at(39.9)).isEmpty)
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.at(1)) == Self.at(40))
    #expect(state.view(at: Self.at(1)).holds.models == ["": Self.at(40)])
    // Without a rate window, the starts after a pause come one by one.
    #expect(state.reserve(9, at: Self.at(40)).count == 1)
  }

  /// A full window of our own explains a wait of its length; a longer one is news.
  @Test(arguments: [(reset: 45.0, next: 60.5), (61.5, 60.5), (62, 62), (130, 130)])
  func `a hint that nothing remains counts only where the own log does not explain it`(
    reset: Double, next: Double
  ) {
    var state = limiter(1, 9)
    let permit = state.reserve(1, at: Self.zero)[0]
    state.apply(.confirmStart(permit, at: Self.zero), at: Self.zero)
    state.apply(.pauseUnlessFull(until: Self.at(reset), model: ""), at: Self.at(1))
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.at(1)) == Self.at(next))
  }

  /// `used`: what the server counts. Our own log has one start.
  @Test(arguments: [(used: 1, next: 6.5), (2, 8)])
  func `a hint that our own starts explain changes nothing, one that shows others is believed`(
    used: Int, next: Double
  ) {
    let plan = Plan(name: .starter, requestsPerWindow: 1, concurrency: 9, window: .seconds(6))
    // Seven seconds after an answer at 1 s: the date was cut off and the reset rounded up.
    var state = LimiterState(plan, at: Self.zero)
    let permit = state.reserve(1, at: Self.zero)[0]
    state.apply(.confirmStart(permit, at: Self.zero), at: Self.zero)
    state.apply(.pauseUnlessFull(until: Self.at(8), model: "", used: used), at: Self.at(1))
    #expect(state.nextStart(for: [Demand("", 1)], after: Self.at(1)) == Self.at(next))
  }

  @Test func `a plan that is turned down once keeps its schedule, twice in ten windows it learns`()
  {
    func rates(secondAfter wait: Double) -> [Bool] {
      var state = limiter(10, 9)
      var learned: [Bool] = []
      for start in [0, wait, wait + 400] {
        let permit = state.reserve(1, at: Self.at(start))[0]
        state.apply(.confirmStart(permit, at: Self.at(start)), at: Self.at(start))
        state.apply(.turnedDown(permit), at: Self.at(start + 1))
        state.apply(.returnPermit(permit), at: Self.at(start + 1))
        _ = state.reserve(1, at: Self.at(start + 99)).map {
          state.apply(.returnPermit($0), at: Self.at(start + 99))
        }
        learned.append(state.view(at: Self.at(start + 99)).learnedStartsPerSecond != nil)
      }
      return learned
    }
    #expect(rates(secondAfter: 300) == [false, true, true])
    #expect(rates(secondAfter: 700) == [false, false, true])
  }

  @Test func `a learned rate never allows more than the plan`() {
    var state = limiter(3, 99)
    var starts: [MonotonicInstant] = []
    for step in 0..<4000 {
      let now = Self.at(Double(step) / 10)
      for permit in state.reserve(9, at: now) {
        starts.append(now)
        state.apply(.confirmStart(permit, at: now), at: now)
        if starts.count < 5 { state.apply(.turnedDown(permit), at: now) }
        state.apply(.returnPermit(permit), at: now)
      }
    }
    #expect(state.view(at: Self.at(400)).learnedStartsPerSecond != nil)
    #expect(Self.most(starts, in: .seconds(60)) <= 3)
  }

  @Test func `a model that alone is turned down gets a pace of its own, and frees the others`() {
    var state = LimiterState(
      Plan(name: .none, requestsPerWindow: nil, concurrency: 99), at: Self.zero)
    func start(_ demand: [Demand], at seconds: Double, refusing: String? = nil) -> [String] {
      let permits = state.reserve(demand, at: Self.at(seconds))
      for permit in permits {
        state.apply(.confirmStart(permit, at: Self.at(seconds)), at: Self.at(seconds))
        if permit.model == refusing { state.apply(.turnedDown(permit), at: Self.at(seconds)) }
      }
      for permit in permits { state.apply(.returnPermit(permit), at: Self.at(seconds)) }
      return permits.map(\.model)
    }
    let both = (0..<16).map { Demand($0 % 2 == 0 ? "busy" : "free", 1) }
    #expect(start(both, at: 0, refusing: "busy").count == 16)
    // The limit is known to be the model's: nothing is learned for the account.
    #expect(state.view(at: Self.at(1)).learnedStartsPerSecond == nil)
    let next = (0..<60).flatMap {
      start(
        [Demand("busy", 1), Demand("free", 1)], at: 2 + Double($0) / 10,
        refusing: $0 < 20 ? "busy" : nil)
    }
    #expect(next.count { $0 == "free" } == 60)
    #expect((1...40).contains(next.count { $0 == "busy" }), "\(next.count { $0 == "busy" })")
  }

  @Test func `the margin widens by half a second each time, up to five`() {
    var state = limiter(1, 1)
    var margins: [Duration] = []
    for _ in 0..<12 {
      state.apply(.widenMargin(model: ""), at: Self.zero)
      margins.append(state.view(at: Self.zero).limits.margin)
    }
    #expect(margins[0] == .seconds(1) && margins[8] == .seconds(5) && margins[11] == .seconds(5))
  }

  @Test func `a lower limit is taken over, a higher one is not`() {
    var state = limiter(10, 99)
    state.apply(.lower(to: 60, model: ""), at: Self.zero)
    #expect(state.view(at: Self.zero).limits.requestsPerWindow == 10)
    state.apply(.lower(to: 4, model: ""), at: Self.zero)
    #expect(state.reserve(99, at: Self.zero).count == 4)
  }

  @Test func `starts of earlier processes count, and those whose moment is unknown count as now`() {
    let plan = Plan(name: .starter, requestsPerWindow: 5, concurrency: 9)
    var state = LimiterState(
      plan, history: [Self.at(-50), Self.at(-70)], uncertain: 2, at: Self.zero)
    #expect(state.reserve(9, at: Self.zero).count == 2)
    #expect(LimiterState(plan, at: Self.zero).reserved(9, at: Self.zero) == 5)
  }

  /// Nothing but permits in and out, at random: whatever comes, both limits hold.
  @Test func `no window and no moment ever sees more than the plan allows`() {
    var (mostStarts, mostOut, granted) = (0, 0, 0)
    for seed in 0..<200 {
      var dice = SplitMix64(seed: UInt64(seed))
      var state = limiter(10, 6)
      var now = Self.zero
      var out: [(permit: Permit, hasLeft: Bool)] = []
      var stamps: [MonotonicInstant] = []
      for _ in 0..<400 {
        now = now + .milliseconds(Int.random(in: 0...4000, using: &dice))
        let fresh = state.reserve(Int.random(in: 1...4, using: &dice), at: now)
        out += fresh.map { ($0, false) }
        granted += fresh.count
        mostOut = max(mostOut, out.count)
        guard let index = out.indices.randomElement(using: &dice) else { continue }
        if !out[index].hasLeft, Bool.random(using: &dice) {
          state.apply(.confirmStart(out[index].permit, at: now), at: now)
          out[index].hasLeft = true
          stamps.append(now)
        } else {
          state.apply(.returnPermit(out.remove(at: index).permit), at: now)
        }
      }
      mostStarts = max(mostStarts, Self.most(stamps, in: .seconds(60)))
    }
    print(
      "M2: \(granted) permits, at most \(mostStarts) starts in a minute, \(mostOut) out at once")
    #expect(mostStarts == 10 && mostOut == 6)
  }

  /// The most of these moments, oldest first, that lie in one window.
  static func most(_ stamps: [MonotonicInstant], in window: Duration) -> Int {
    var (most, first) = (0, 0)
    for last in stamps.indices {
      while stamps[first] + window <= stamps[last] { first += 1 }
      most = max(most, last - first + 1)
    }
    return most
  }
}

extension LimiterState {
  fileprivate mutating func reserve(_ count: Int, at now: MonotonicInstant) -> [Permit] {
    reserve([Demand("", count)], at: now)
  }

  /// How many would be granted.
  fileprivate func reserved(_ count: Int, at now: MonotonicInstant) -> Int {
    var copy = self
    return copy.reserve(count, at: now).count
  }
}
