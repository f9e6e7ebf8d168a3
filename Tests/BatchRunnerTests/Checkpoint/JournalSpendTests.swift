import Basics
import Foundation
import Testing

@testable import BatchRunner
@testable import RunSamples

@Suite struct JournalSpendTests {
  private func line(_ attempt: UInt64, _ verdict: String, _ charge: Charge, maybe: Bool = false)
    -> [UInt8]
  {
    var end = JournalEnd()
    end.leftAt = MonotonicInstant(nanoseconds: 5_000_000)
    end.tokensIn = 7
    end.tokensOut = 9
    end.status = 200
    end.verdict = verdict
    end.charge = charge
    end.mayBePaid = maybe
    var bytes: [UInt8] = []
    JournalEntry.end(AttemptID(attempt), end).append(to: &bytes)
    return bytes
  }

  private func summary(_ lines: [[UInt8]]) -> JournalSummary {
    var summary = JournalSummary(currentBoot: "b")
    for line in lines {
      let isTaken = line.dropLast().withUnsafeBytes { summary.add($0, offset: 0) != nil }
      #expect(isTaken)
    }
    return summary
  }

  @Test func `an end line says in billionths of a dollar what was charged`() {
    #expect(
      String(decoding: line(3, "succeeded", .known(Money(nanodollars: 47_205_000))), as: UTF8.self)
        == #"{"e":"end","a":3,"left_ms":5,"in":7,"out":9,"ms":0,"status":200,"nanousd":47205000,"#
        + #""verdict":"succeeded","at":"1970-01-01T00:00:00.000Z"}"# + "\n")
    let perhaps = line(3, "again: timeout", .perhaps(Money(nanodollars: 5)), maybe: true)
    #expect(
      String(decoding: perhaps, as: UTF8.self).contains(
        #""status":200,"nanousd_perhaps":5,"paid":"maybe","verdict":"again: timeout""#))
  }

  @Test func `a journal read back knows which answers were asked for again, and why`() {
    let lines = [
      line(1, "again: truncated", .unpriced), line(2, "again: truncated", .unpriced),
      line(3, "again: empty", .unpriced), line(4, "again: unexpected_answer", .unpriced),
      line(5, "again: 429", .nothing), line(6, "succeeded", .unpriced),
      line(7, "earlier answer stored: 400", .nothing),
    ]
    let summary = summary(lines)
    #expect(summary.askedAgain == ["truncated": 2, "empty": 1, "unexpected_answer": 1])
    #expect(summary.spend.unpriced == 5)
    var reader = JournalReader()
    let verdicts = lines.map { bytes in
      bytes.dropLast().withUnsafeBytes { text -> JournalLine.Verdict? in
        guard case .end(let end) = reader.read(text) else { return nil }
        return end.verdict
      }
    }
    #expect(verdicts == [.again, .again, .again, .again, .again, .succeeded, .earlierStored])
    #expect(verdicts.map { $0?.isSuccess } == [false, false, false, false, false, true, true])
  }

  @Test func `a journal read back knows what was spent`() {
    let summary = summary([
      line(1, "succeeded", .known(Money(nanodollars: 40))),
      line(2, "succeeded", .known(Money(nanodollars: 2))),
      line(3, "again: timeout", .perhaps(Money(nanodollars: 500)), maybe: true),
      line(4, "succeeded", .perhaps(Money(nanodollars: 60))),
      line(5, "succeeded", .unpriced), line(6, "again: timeout", .perhapsUnpriced, maybe: true),
      line(7, "again: 429", .nothing), line(8, "failed: 400", .nothing),
      line(9, "succeeded", .known(.zero)), line(10, "again: unexpected_answer", .unpriced),
    ])
    var spend = Spend()
    spend.known = Money(nanodollars: 42)
    spend.perhaps = Money(nanodollars: 560)
    spend.unpriced = 2
    spend.perhapsUnpriced = 1
    #expect(summary.spend == spend)
    #expect(summary.unpricedTokens == (14, 18))
    #expect(summary.maybePaid == 2)
    #expect(summary.attemptsSent == 10)
  }

  @Test func `journals of before there were prices are read, their answers without a price`() {
    let old = #"{"e":"end","a":1,"left_ms":5,"in":7,"out":9,"ms":0,"status":200,"#
    let lines = [
      old + #""verdict":"succeeded","at":"2026-11-23T00:00:00.000Z"}"#,
      old + #""paid":"maybe","verdict":"again: timeout","at":"2026-11-23T00:00:00.000Z"}"#,
      old + #""verdict":"again: 503","at":"2026-11-23T00:00:00.000Z"}"#,
    ]
    let summary = summary(lines.map { Array(($0 + "\n").utf8) })
    #expect(summary.spend.unpriced == 1 && summary.spend.perhapsUnpriced == 1)
    #expect(summary.spend.known == .zero && summary.tokensIn == 21)
    #expect(summary.verdicts == ["again: timeout": 1, "again: 503": 1])
  }

  @Test func `what a crash left in flight counts at its ceiling, once for each attempt`() throws {
    let sample = try CheckpointSample(jobs: 5)
    let boot = BootClock.bootID ?? ""
    let text =
      [1, 2, 3, 4].map {
        #"{"e":"start","a":\#($0),"line":1,"sent_before":0,"custom_id":"\#($0 == 4 ? "gone" : "job-\(($0 + 1) / 2)")","at":"2026-11-23T00:00:00.000Z"}"#
          + "\n"
      }.joined()
    let began =
      #"{"e":"began","boot":"\#(boot)","version":"1","plan":"free","rpm":1,"concurrency":1,"window_s":60.0,"jobs":5,"to_do":5,"at":"2026-11-23T00:00:00.000Z"}"#
      + "\n"
    try (began + text).write(
      toFile: sample.directory.journal, atomically: true, encoding: .utf8)
    let recovery = try sample.recovery()
    let model = try sample.job(0).model
    var check = CostCheck(
      Pricing(PriceList(source: "s", prices: [model: Price(input: 1, output: 2)])))
    let looked = try check.read(
      sample.jobs, unfinished: recovery.journal.unfinished, limit: 3
    ) { $0 == .toDo }
    var pricing = Pricing(PriceList(source: "s", prices: [model: Price(input: 1, output: 2)]))
    let first = try #require(pricing.ceiling(of: try sample.job(0).body, model: model))
    let second = try #require(pricing.ceiling(of: try sample.job(1).body, model: model))
    #expect(looked == 3 && check.unpriced == [])
    #expect(check.crashed.map(\.perhaps) == [first + first + second])
    #expect(check.crashed.map(\.perhapsUnpriced) == [1])
    // Two answers of 1,000 and 500 tokens in all: $0.001 + $0.001.
    #expect(
      check.assumed(answers: 2, tokensIn: 1_000, tokensOut: 500) == Money(nanodollars: 2_000_000))
    var none = CostCheck(Pricing(PriceList(source: "s", prices: [:])))
    _ = try none.read(sample.jobs, unfinished: [], limit: .max) { $0 == .toDo }
    #expect(none.unpriced == [model])
  }
}
