import BatchRunner
import Foundation
import Reports
import Testing

@Suite struct ProgressLineTests {
  private let wall = Date(timeIntervalSince1970: 1_795_400_045)

  @Test func `a line shows the progress of the run`() {
    #expect(
      ProgressLine.text(.midway, at: wall)
        == "02:14:05  812 of 40,000 done (2 %), 3 failed, 10 in flight, 58/min, 12.3k tokens in, "
        + "45.6k out, 3h 12m left; waiting: rate limit: next start in 12 s")
  }

  @Test func `a line about an untroubled run is short`() {
    #expect(
      ProgressLine.text(.fresh, at: wall, secondsFromGMT: 3600)
        == "03:14:05  0 of 7 done (0 %), 0 failed, 2 in flight, 0/min, 0 tokens in, 0 out")
  }

  @Test func `a line shows a low balance and that the run is stopping`() {
    var progress = RunProgress.fresh
    progress.creditsLeft = 7.23
    progress.isDraining = true
    #expect(
      ProgressLine.text(progress, at: wall)
        == "02:14:05  0 of 7 done (0 %), 0 failed, 2 in flight, 0/min, 0 tokens in, 0 out, "
        + "7.23 credits left; stopping: 2 in flight may finish; press Ctrl-C again to drop them")
    progress.creditsLeft = nil
    progress.balanceWarnings = 1
    #expect(ProgressLine.text(progress, at: wall).contains("0 out, balance low; stopping"))
  }
}
