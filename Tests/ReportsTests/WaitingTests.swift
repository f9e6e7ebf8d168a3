import BatchRunner
import Reports
import Testing

@Suite struct WaitingTests {
  @Test(
    arguments: [
      (
        .rateWindow(.seconds(12)), "rate limit: next start in 12 s", "next start 12 s"
      ),
      (
        .serverLimit(.seconds(48)), "the server asked for a pause: 48 s", "paused for 48 s"
      ),
      (
        .dailyLimit(.seconds(7500), words: "--rpd allows 900 requests in 24 hours"),
        "--rpd allows 900 requests in 24 hours: next start in 2h 5m", "next start 2h 5m"
      ),
      (
        .outage(
          since: .seconds(720), reason: "could not resolve host", nextProbe: .seconds(30)),
        "no connection for 12m (could not resolve host): next probe in 30 s",
        "offline, try 30 s"
      ),
      (
        .outage(since: .seconds(720), reason: "503", nextProbe: nil),
        "only status 503 for 12m: probing now", "offline, probing"
      ),
      (
        .balance(nextProbe: .seconds(250)), "balance is empty: next probe in 4m 10s",
        "no funds, try 4m 10s"
      ),
      (.balance(nextProbe: nil), "balance is empty: probing now", "no funds, probing"),
    ] as [(Waiting, String, String)])
  func `the words for each kind of waiting`(waiting: Waiting, words: String, brief: String) {
    var progress = RunProgress.midway
    progress.waiting = waiting
    #expect(progress.holdUp == words)
    #expect(progress.briefHoldUp == brief)
  }

  @Test(arguments: [
    (3, "stopping: 3 in flight may finish; press Ctrl-C again to drop them"),
    (1, "stopping: 1 in flight may finish; press Ctrl-C again to drop it"),
    (0, "stopping: nothing is in flight"),
  ])
  func `a drain says what a second Ctrl-C does`(inFlight: Int, words: String) {
    var progress = RunProgress.midway
    progress.isDraining = true
    progress.inFlight = inFlight
    #expect(progress.holdUp == words)
  }

  @Test func `a run that does not wait has no words about waiting`() {
    #expect(RunProgress.fresh.holdUp == nil)
    #expect(RunProgress.fresh.briefHoldUp == nil)
  }

  @Test func `the most frequent reasons come first and the rest is added up`() {
    #expect(RunProgress.tally([:]) == "0")
    #expect(RunProgress.tally(["a": 1, "b": 2, "c": 0]) == "3 (b: 2, a: 1)")
    #expect(
      RunProgress.tally(["e": 1, "d": 1, "a": 5, "b": 1000, "c": 1])
        == "1,008 (b: 1,000, a: 5, c: 1, others: 2)")
  }
}
