import Basics
import Testing

@testable import BatchRunner
@testable import RunSamples

/// Runs with `--rpd`, `--tpd` and `--tpm`, in simulated time.
@Suite struct DailyLimitTests {
  private static let zero = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  private static let usage = AnswerFacts(tokensIn: 20, tokensOut: 30)

  private static func rules(
    tpm: Int? = nil, rpd: Int? = nil, tpd: Int? = nil, patience: Double = 43_200
  ) -> RunRules {
    var rules = RunRules.limiting(nil, 10)
    rules.plan.margin = .zero
    rules.plan.tokensPerWindow = tpm
    rules.plan.requestsPerDay = rpd
    rules.plan.tokensPerDay = tpd
    rules.maxOutage = .seconds(patience)
    return rules
  }

  /// A night whose jobs count 20 tokens in and at most 180 out, and whose answers have 30.
  private static func night(
    _ jobs: Int, _ rules: RunRules, earlier: [EarlierStart] = []
  ) -> Night {
    var night = Night(jobs: jobs, rules: rules, earlier: earlier) { _, _, _ in
      Night.Treatment(diagnosis: .succeeded(usage))
    }
    night.ceiling = { _ in AttemptCeiling(weight: TokenWeight(tokensIn: 20, mostOut: 180)) }
    return night
  }

  @Test func `a used-up day ends the run once the next start is further away than it may wait`() {
    var night = Self.night(50, Self.rules(rpd: 20))
    night.run()
    #expect(night.stored.count == 20 && night.failed.isEmpty)
    guard case .limitResetsLater = night.halt else {
      Issue.record("halted for another reason: \(String(describing: night.halt))")
      return
    }
    let cause = night.halt?.cause ?? ""
    #expect(cause.contains("--rpd allows 20 requests in 24 hours"), "\(cause)")
    #expect(night.notices.count(where: \.isDailyLimit) == 1)
    // The run does not sit there all night before it says so.
    #expect(Self.zero.duration(to: night.now) < .seconds(60))
  }

  @Test func `a run that may wait goes on the next day, and no day has more than the limit`() {
    var night = Self.night(50, Self.rules(rpd: 20, patience: 90_000))
    night.run()
    #expect(night.stored.count == 50 && night.halt == nil)
    #expect(night.mostStarts(in: .seconds(86_400)) == 20)
    #expect(Self.zero.duration(to: night.now) < .seconds(2 * 86_400 + 100))
    #expect(night.notices.count(where: \.isDailyLimit) == 2)
  }

  @Test func `what an earlier process has started counts for the day`() {
    let earlier = (0..<15).map {
      EarlierStart(at: Self.zero + .seconds(-3600 - $0), tokens: 50)
    }
    var night = Self.night(50, Self.rules(rpd: 20), earlier: earlier)
    night.run()
    #expect(night.stored.count == 5 && night.halt != nil)
    var tokens = Self.night(50, Self.rules(tpd: 1000), earlier: earlier)
    tokens.run()
    // 750 are gone; each answer leaves 50 less, and a request needs room for 200.
    #expect(tokens.stored.count == 2)
    #expect(tokens.halt?.cause.contains("--tpd allows 1,000 tokens in 24 hours") == true)
  }

  /// A request counts 200 until it is answered and 50 afterwards, so five are in flight at first, and
  /// in the end 17 to 20 fit into each minute.
  @Test func `answers give back what they did not use, and no minute has more than the limit`() {
    var night = Self.night(100, Self.rules(tpm: 1000))
    night.run()
    #expect(night.stored.count == 100 && night.halt == nil)
    #expect(night.mostInFlight == 5)
    let most = night.mostStarts(in: .seconds(60))
    #expect(most >= 17 && most <= 20, "\(most)")
    #expect(Self.zero.duration(to: night.now) < .seconds(6 * 60))
  }

  @Test func `a job without a limit of its answer counts what answers usually have`() {
    var night = Night(jobs: 60, rules: Self.rules(tpm: 2000)) { _, _, _ in
      Night.Treatment(diagnosis: .succeeded(Self.usage))
    }
    night.ceiling = { _ in AttemptCeiling(weight: TokenWeight(tokensIn: 20, mostOut: nil)) }
    night.run()
    // 1,020 each for the first, 50 each once an answer has come.
    #expect(night.starts.prefix { $0.at < Self.zero + .seconds(1) }.count == 1)
    #expect(night.mostInFlight == 10 && night.stored.count == 60)
  }

  @Test func `a large job between small ones is not left behind`() {
    var night = Night(jobs: 200, rules: Self.rules(tpm: 1000)) { job, _, _ in
      let facts = AnswerFacts(tokensIn: job == 3 ? 900 : 50, tokensOut: 0)
      return Night.Treatment(latency: .seconds(7), diagnosis: .succeeded(facts))
    }
    night.ceiling = {
      AttemptCeiling(weight: TokenWeight(tokensIn: $0 == 3 ? 900 : 50, mostOut: 0))
    }
    night.run()
    #expect(night.stored.count == 200)
    #expect(night.starts.firstIndex { $0.job == 3 } == 3)
  }
}
