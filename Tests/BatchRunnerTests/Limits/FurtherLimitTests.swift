import Basics
import Testing

@testable import BatchRunner

/// Limits of tokens and of a day, in a limiter.
@Suite struct FurtherLimitTests {
  private static let zero = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  private static func at(_ seconds: Double) -> MonotonicInstant { zero + .seconds(seconds) }
  private static let day = 86_400.0

  private func plan(
    rpm: Int? = nil, tpm: Int? = nil, rpd: Int? = nil, tpd: Int? = nil, perModel: Bool = false
  ) -> Plan {
    var plan = Plan(name: .none, requestsPerWindow: rpm, concurrency: 9, margin: .zero)
    plan.tokensPerWindow = tpm
    plan.requestsPerDay = rpd
    plan.tokensPerDay = tpd
    plan.isPerModel = perModel
    return plan
  }

  private func demand(_ tokens: Int..., of model: String = "") -> [Demand] {
    [Demand(model, tokens.count, tokens: tokens)]
  }

  /// Starts what may start, and lets it end at once.
  private func start(
    _ demand: [Demand], in state: inout LimiterState, at seconds: Double
  ) -> [Int] {
    let permits = state.reserve(demand, at: Self.at(seconds))
    for permit in permits {
      state.apply(.confirmStart(permit, at: Self.at(seconds)), at: Self.at(seconds))
      state.apply(.returnPermit(permit), at: Self.at(seconds))
    }
    return permits.map(\.tokens)
  }

  @Test func `requests start as long as their tokens fit into the window`() {
    var state = LimiterState(plan(tpm: 100), at: Self.zero)
    #expect(start(demand(40, 50, 20), in: &state, at: 0) == [40, 50])
    #expect(state.nextStart(for: demand(20), after: Self.at(1)) == Self.at(60))
    #expect(state.nextStart(for: demand(10), after: Self.at(1)) == Self.at(1))
    #expect(start(demand(100), in: &state, at: 60) == [100])
  }

  @Test func `a large request is not overtaken by smaller ones for ever`() {
    var state = LimiterState(plan(tpm: 100), at: Self.zero)
    #expect(start(demand(60), in: &state, at: 0) == [60])
    // 30 would fit, but the 90 before it would wait until none such is left.
    let both = demand(90) + demand(30, of: "other")
    #expect(start(both, in: &state, at: 1) == [])
    #expect(state.nextStart(for: both, after: Self.at(1)) == Self.at(60))
    #expect(start(both, in: &state, at: 60) == [90])
  }

  @Test func `a model that waits for something else does not hold up the tokens of others`() {
    var state = LimiterState(plan(tpm: 100), at: Self.zero)
    let permit = state.reserve(demand(5, of: "busy"), at: Self.zero)[0]
    state.apply(.pause(permit, until: Self.at(500), isNamed: true), at: Self.zero)
    state.apply(.returnPermit(permit), at: Self.zero)
    let both = demand(99, of: "busy") + demand(30, of: "free")
    #expect(start(both, in: &state, at: 1) == [30])
  }

  @Test func `an answer gives back the tokens that were assumed and not used`() {
    var state = LimiterState(plan(tpm: 100), at: Self.zero)
    let permit = state.reserve(demand(90), at: Self.zero)[0]
    state.apply(.confirmStart(permit, at: Self.zero), at: Self.zero)
    #expect(state.reserve(demand(50), at: Self.at(2)).isEmpty)
    state.apply(.used(permit, tokens: 30), at: Self.at(2))
    state.apply(.returnPermit(permit), at: Self.at(2))
    #expect(start(demand(70), in: &state, at: 2) == [70])
    #expect(state.reserve(demand(1), at: Self.at(3)).isEmpty)
  }

  @Test func `a permit that is given back unused gives its tokens back, as corrected`() {
    var state = LimiterState(plan(tpm: 100), at: Self.zero)
    let permit = state.reserve(demand(90), at: Self.zero)[0]
    state.apply(.used(permit, tokens: 20), at: Self.zero)
    state.apply(.returnPermit(permit), at: Self.zero)
    #expect(start(demand(100), in: &state, at: 0) == [100])
  }

  @Test func `requests and tokens of a day count for 24 hours, with those of earlier processes`() {
    let earlier = [(-Self.day + 50, 300), (-100.0, 500)].map {
      EarlierStart(at: Self.at($0.0), tokens: $0.1)
    }
    var requests = LimiterState(plan(rpd: 3), earlier: earlier, at: Self.zero)
    #expect(start(demand(1, 1, 1), in: &requests, at: 0).count == 1)
    #expect(requests.nextStart(for: demand(1), after: Self.at(1)) == Self.at(50))
    #expect(start(demand(1, 1), in: &requests, at: 50).count == 1)
    #expect(requests.nextStart(for: demand(1), after: Self.at(51)) == Self.at(Self.day - 100))

    var tokens = LimiterState(plan(tpd: 1000), earlier: earlier, at: Self.zero)
    #expect(start(demand(200, 1), in: &tokens, at: 0) == [200])
    #expect(tokens.nextStart(for: demand(301), after: Self.at(1)) == Self.at(Self.day - 100))
    #expect(start(demand(300), in: &tokens, at: 50) == [300])
  }

  @Test func `the starts of earlier processes count against a limit of tokens in a window, too`() {
    let earlier = [EarlierStart(at: Self.at(-20), tokens: 80)]
    var state = LimiterState(plan(tpm: 100), earlier: earlier, at: Self.zero)
    #expect(start(demand(30), in: &state, at: 0) == [])
    #expect(start(demand(30), in: &state, at: 40) == [30])
  }

  @Test func `a run is told which limit of a day is used up, and until when`() throws {
    var state = LimiterState(plan(rpd: 2, tpd: 1000), at: Self.zero)
    #expect(start(demand(10, 10, 10), in: &state, at: 0).count == 2)
    let news = state.answer(PermitRequest(demand(10)), at: Self.at(1))
    let answer = try #require(news)
    let daily = DailyWait(kind: .requestsPerDay, limit: 2, until: Self.at(Self.day))
    #expect(answer.permits.isEmpty)
    #expect(answer.holds?.daily == daily && answer.holds?.account == daily.until)
    #expect(daily.words == "--rpd allows 2 requests in 24 hours")
    // Asked again it has no news.
    let again = PermitRequest(demand(10), holdsKnown: answer.holdsNumber)
    let isNews = state.answer(again, at: Self.at(2)) != nil
    #expect(!isNews)
    #expect(state.holds(at: Self.at(Self.day)) == Holds())
  }

  @Test func `with limits for each model, each has its own day and its own tokens`() {
    var state = LimiterState(plan(tpm: 100, rpd: 2, perModel: true), at: Self.zero)
    let both = demand(60, 60, of: "a") + demand(60, 60, of: "b")
    #expect(start(both, in: &state, at: 0) == [60, 60])
    #expect(start(both, in: &state, at: 60) == [60, 60])
    let answer = state.answer(PermitRequest(both), at: Self.at(120))
    let until = Self.at(Self.day)
    #expect(answer?.holds?.models == ["a": until, "b": until])
    #expect(answer?.holds?.account == nil)
  }

  /// Random requests, corrections and permits given back: the sum of what the requests count never
  /// exceeds a limit in any window, as far as the limiter could know it.
  @Test func `no window sees more tokens than the limit, whatever comes`() {
    var (granted, mostTokens) = (0, 0)
    let base = UInt64.random(in: 0..<1 << 32)
    for seed in base..<base + 200 {
      var dice = SplitMix64(seed: seed)
      var state = LimiterState(plan(tpm: 100, rpd: 60), at: Self.zero)
      var now = Self.zero
      var out: [Permit] = []
      var log: [(at: MonotonicInstant, tokens: Int)] = []
      for _ in 0..<300 {
        now = now + .milliseconds(Int.random(in: 0...20_000, using: &dice))
        let wanted = (0..<3).map { _ in Int.random(in: 1...100, using: &dice) }
        for permit in state.reserve([Demand("", 3, tokens: wanted)], upTo: 2, at: now) {
          granted += 1
          guard Int.random(in: 0..<8, using: &dice) > 0 else {
            state.apply(.returnPermit(permit), at: now)
            continue
          }
          let tokens = Int.random(in: 1...permit.tokens, using: &dice)
          state.apply(.confirmStart(permit, at: now), at: now)
          // An answer counts at most what was assumed.
          state.apply(.used(permit, tokens: tokens), at: now)
          log.append((now, tokens))
          out.append(permit)
        }
        if Bool.random(using: &dice), let permit = out.popLast() {
          state.apply(.returnPermit(permit), at: now)
        }
        let used = log.filter { $0.at + .seconds(60) > now }.reduce(0) { $0 + $1.tokens }
        mostTokens = max(mostTokens, used)
      }
      let ofDay = LimiterStateTests.most(log.map(\.at), in: .seconds(Self.day))
      #expect(ofDay <= 60, "seed \(seed)")
    }
    print("M2: \(granted) permits, at most \(mostTokens) of 100 tokens in a minute")
    #expect(mostTokens <= 100 && mostTokens > 90, "base \(base)")
  }
}
