import Basics
import BatchRunner
import Foundation
import Reports
import Testing

@Suite struct SpendTests {
  private static let progress: BatchRunner.RunProgress = {
    var progress = BatchRunner.RunProgress.midway
    progress.spend.known = Money(nanodollars: 1_234_000_000)
    progress.spend.perhaps = Money(nanodollars: 20_000_000)
    progress.spend.unpriced = 40
    return progress
  }()

  @Test func `unpriced answers are shown beside the spend`() {
    #expect(Self.progress.spendWords == "$1.23 + 40 unpriced answers")
    var converted = Self.progress
    converted.creditsPerUSD = 20
    #expect(converted.spendWords == "$1.23 (24.68 credits) + 40 unpriced answers")
    converted.spend = Spend()
    #expect(converted.spendWords == nil)
    converted.spend.unpriced = 1
    #expect(converted.spendWords == "1 unpriced answer")
  }

  @Test func `the spend at the end is estimated from the jobs of this session`() {
    var progress = RunProgress()
    progress.toDoAtStart = 10
    progress.endedNow = 4
    progress.spendAtStart = Money(dollars: 1)
    progress.spend.known = Money(dollars: 3)
    // $0.50 a job, and six are left.
    #expect(progress.spendAtEnd == Money(dollars: 6))
    #expect(Panel(width: 80).lines(for: progress).contains("spend: $3.00   about $6.00 at the end"))
    let json = ProgressJSON.text(progress, at: Date(timeIntervalSince1970: 0))
    #expect(json.contains(#""spend_at_end_usd":6,"#))
    progress.spend.unpriced = 1
    #expect(progress.spendAtEnd == nil)
    progress.spend.unpriced = 0
    progress.endedNow = 2
    #expect(progress.spendAtEnd == nil)
  }

  @Test func `lines and panel show the spend once there is one`() {
    let wall = Date(timeIntervalSince1970: 0)
    let line = ProgressLine.text(Self.progress, at: wall)
    #expect(line.contains(" out, $1.23 + 40 unpriced answers, "), "\(line)")
    #expect(!ProgressLine.text(.midway, at: wall).contains("$"))
    let panel = Panel(width: 80).lines(for: Self.progress)
    #expect(panel.contains("spend: $1.23 + 40 unpriced answers   perhaps $0.0200 more"))
    #expect(!Panel(width: 80).lines(for: .midway).contains { $0.contains("spend") })
    #expect(
      Panel(width: 40).lines(for: Self.progress).contains("spend: $1.23 + 40 unpriced answers"))
  }

  @Test func `a progress object contains dollars, and credits if there is a rate`() {
    var progress = Self.progress
    let wall = Date(timeIntervalSince1970: 0)
    #expect(
      ProgressJSON.text(progress, at: wall).contains(
        #""spend_usd":1.234,"spend_perhaps_usd":0.02,"spend_unknown_usd":0,"unknown_costs":0,"#
          + #""unpriced":40,"spend_credits":null,"#))
    progress.creditsPerUSD = 50
    #expect(ProgressJSON.text(progress, at: wall).contains(#""spend_credits":61.7,"#))
  }

  @Test func `the summary shows the spend, the prices, and what may have been charged`() {
    var run = RunSummary(progress: Self.progress, wallTime: .seconds(9), exitStatus: .someFailed)
    run.priceSource = "p.json"
    run.ambiguousAttempts = 2
    let lines = Summary.lines(run)
    #expect(lines.contains("  spend          $1.23 + 40 unpriced answers; prices: p.json"))
    #expect(
      lines.contains(
        "  perhaps spent  at most $0.0200 more, for attempts that may have been charged"))
    run.progress.spend.perhapsUnpriced = 1
    #expect(
      Summary.lines(run).contains(
        "  perhaps spent  at most $0.0200 more, for attempts that may have been charged, "
          + "+ 1 unpriced attempt"))
    run.progress.spend = Spend()
    #expect(!Summary.text(run).contains("spen"))
  }
}
