import Basics
import Foundation
import TestTools
import Testing

@testable import BatchRunner
@testable import Planning

@Suite struct ComparisonTests {
  private static let prices = PriceList(
    source: "test",
    prices: ["short": Price(input: 1, output: 1), "long": Price(input: 10, output: 1)])

  /// 30 jobs of ``short`` tokens in and 10 of ``long``, all likely to have 300 out.
  private static let estimate = estimate(.starter)
  private static func estimate(_ plan: Plan) -> Estimate {
    let folder = TemporaryFolder()
    let lines = (0..<40).map { index in
      let isLong = index % 4 == 3
      let text = String(repeating: "word ", count: isLong ? 900 : 90)
      return #"{"model":"\#(isLong ? "long" : "short")","max_tokens":1000,"#
        + #""messages":[{"role":"user","content":"\#(text)"}]}"#
    }
    var survey = Survey(prices)
    do {
      let file = try folder.file("jobs.jsonl", lines.joined(separator: "\n") + "\n")
      try survey.read(try JobFile(file), nil)
    } catch {
      Issue.record(error)
    }
    return Estimate(
      survey, Reconciliation(), spent: Spend(), creditsLeft: nil,
      Estimate.Question(RunRules(plan: plan), prices: prices))
  }
  private static let short = estimate.forecast.models[0].tokensIn.likely / 30
  private static let long = estimate.forecast.models[1].tokensIn.likely / 10

  private static func compare(
    _ estimate: Estimate = estimate, ended: Int, failed: Int = 0, answered: [String: Int],
    tokens: (in: Int, out: Int) = (1, 1)
  ) -> Comparison? {
    var progress = RunProgress()
    (progress.endedNow, progress.failedNow) = (ended, failed)
    (progress.tokensIn, progress.tokensOut) = tokens
    return Comparison(
      estimate, progress, answered: answered, spent: 0.01, lasted: .seconds(10))
  }

  private static func isEqual(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-9 * abs(right)
  }

  @Test func `the estimate is that of the jobs that were answered, model by model`() throws {
    let comparison = try #require(Self.compare(ended: 6, answered: ["short": 4, "long": 2]))
    #expect(comparison.jobs == 40 && comparison.succeeded == 6 && comparison.answered == 6)
    #expect(Self.long > 5 * Self.short)
    #expect(Self.isEqual(comparison.tokensIn.estimated, 4 * Self.short + 2 * Self.long))
    #expect(Self.isEqual(comparison.tokensOut.estimated, 1800))
    // At $1 and $10 in, $1 out.
    let dollars = (4 * Self.short + 20 * Self.long + 1800) / 1e6
    #expect(Self.isEqual(comparison.usd?.estimated ?? 0, dollars))
    let whole = try #require(Self.compare(ended: 40, answered: ["short": 30, "long": 10]))
    #expect(Self.isEqual(whole.tokensIn.estimated, Self.estimate.forecast.tokensIn.likely))
  }

  @Test func `answers without counts are not in the estimate, as they are in no sum`() throws {
    let comparison = try #require(Self.compare(ended: 5, answered: ["short": 2]))
    #expect(comparison.succeeded == 5 && comparison.answered == 2)
    #expect(Self.isEqual(comparison.tokensIn.estimated, 2 * Self.short))
  }

  @Test func `without any counts the estimate is that of as many average jobs`() throws {
    let comparison = try #require(Self.compare(ended: 4, answered: [:], tokens: (0, 0)))
    #expect(comparison.answered == 4)
    #expect(Self.isEqual(comparison.tokensIn.estimated, 3 * Self.short + Self.long))
    #expect(comparison.tokensIn.actual == 0 && comparison.tokensIn.errorPercent == nil)
  }

  @Test func `a failed job that was answered counts, and one that was not does not`() throws {
    let paid = try #require(Self.compare(ended: 3, failed: 3, answered: ["short": 3]))
    #expect(paid.succeeded == 0 && Self.isEqual(paid.tokensIn.estimated, 3 * Self.short))
    let half = try #require(Self.compare(ended: 20, failed: 10, answered: ["short": 10]))
    #expect(Self.isEqual(half.tokensIn.estimated, 10 * Self.short))
    // Failed jobs took their time.
    let all = Self.estimate.likely.duration.inSeconds
    #expect(abs((half.seconds?.estimated ?? 0) - all / 2) < 0.001)
    #expect(Self.compare(ended: 3, failed: 3, answered: [:]) == nil)
  }

  @Test func `a session that leaves the rest to the next day is not compared with days`() throws {
    var plan = Plan.starter
    plan.requestsPerDay = 25
    let estimate = Self.estimate(plan)
    let part = try #require(Self.compare(estimate, ended: 25, answered: ["short": 25]))
    let whole = try #require(Self.compare(estimate, ended: 40, answered: ["short": 40]))
    #expect(part.seconds == nil && whole.seconds?.actual == 10)
  }

  @Test func `models that the estimate does not know count as the average`() throws {
    let comparison = try #require(Self.compare(ended: 3, answered: ["short": 1, "rare": 2]))
    let average = (3 * Self.short + Self.long) / 4
    #expect(Self.isEqual(comparison.tokensIn.estimated, Self.short + 2 * average))
  }

  @Test func `a comparison of an older version is for the succeeded jobs`() throws {
    let figure = #"{"estimated":1,"actual":1}"#
    let text =
      #"{"jobs":9,"succeeded":4,"evidence":"assumption","tokens_in":\#(figure),"#
      + #""tokens_out":\#(figure),"seconds":\#(figure)}"#
    let comparison = try JSONDecoder().decode(Comparison.self, from: Data(text.utf8))
    #expect(comparison.answered == 4 && comparison.models == [])
  }
}
