import Basics
import Foundation
import SandboxAPI
import Testing

extension EndToEnd {
  @Suite struct RateTests {
    @Test func `a run killed and resumed inside a rate window keeps the rate limit`() throws {
      var scenario = Scenario()
      scenario.requestsPerWindow = 20
      scenario.window = .seconds(1)
      scenario.latency = Scenario.Latency(base: .uniform(0.001...0.05))
      let site = try Site(jobs: 100, scenario)
      site.options = [
        "--plan", "starter", "--concurrency", "8", "--rpm", "20", "--window", "1",
        "--window-margin", "0.1",
      ]
      var dice = SplitMix64(seed: 3)
      var kills = 0
      while kills < 12 {
        let child = try site.start()
        usleep(UInt32.random(in: 100_000...500_000, using: &dice))
        guard child.isRunning else { break }
        child.stop()
        kills += 1
      }
      let last = try site.run()
      #expect(last.wait() == .exit(0), "\(last.standardError)")
      #expect(site.complaints == [])
      let stats = site.server.stats
      #expect(stats.largestWindow <= 20)
      #expect(stats.answeredByStatus[429] == nil)
      #expect(kills >= 5)
      print("M2: killed \(kills) times inside windows: at most \(stats.largestWindow) of 20 in any")
    }

    /// Without headers; the second server asks for two seconds each time.
    @Test(arguments: [(200, Scenario.RetryAfter.none), (400, .seconds(2))])
    func `a limit that nobody told the run is learned`(
      jobs: Int, retryAfter: Scenario.RetryAfter
    ) throws {
      var scenario = Scenario()
      scenario.requestsPerWindow = 20
      scenario.window = .seconds(1)
      scenario.sendsRateLimitHeaders = false
      scenario.retryAfter = retryAfter
      scenario.latency = Scenario.Latency(base: .uniform(0.1...0.3))
      let site = try Site(jobs: jobs, scenario)
      let child = try site.run(["--plan", "none", "--concurrency", "60"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      let stats = site.server.stats
      let refused = stats.answeredByStatus[429] ?? 0
      #expect(refused > 0 && refused * 100 <= Int(stats.received) * 15, "\(refused)")
      #expect(child.standardError.contains("learned: about "), "\(child.standardError)")
    }

    @Test func `the next session begins with what the last one learned`() throws {
      var scenario = Scenario()
      scenario.requestsPerWindow = 20
      scenario.window = .seconds(1)
      scenario.sendsRateLimitHeaders = false
      let site = try Site(jobs: 160, scenario)
      site.options = ["--plan", "none", "--concurrency", "60"]
      let first = try site.run(["--limit", "80"])
      #expect(first.wait() == .exit(6), "\(first.standardError)")
      #expect(site.server.stats.answeredByStatus[429] ?? 0 > 0)
      let status = try site.start(words: [BuiltProgram.path, "status", site.directory])
      #expect(status.wait() == .exit(0))
      #expect(status.standardOutput.contains("learned    about "), "\(status.standardOutput)")
      // Too few for the server to turn any down, so that nothing is learned anew.
      usleep(1_500_000)
      let second = try site.run(["--limit", "10"])
      #expect(second.wait() == .exit(6), "\(second.standardError)")
      #expect(second.standardError.contains("learned: about "), "\(second.standardError)")
    }

    @Test func `a run that slept for longer than a rate window does not start extra requests`()
      throws
    {
      var scenario = Scenario()
      scenario.requestsPerWindow = 10
      scenario.window = .seconds(1)
      let site = try Site(jobs: 45, scenario)
      site.options = [
        "--plan", "starter", "--concurrency", "8", "--rpm", "10", "--window", "1",
        "--window-margin", "0.1",
      ]
      let child = try site.start()
      site.waitForRequests(4, of: child)
      var sleeps = 0
      for _ in 0..<2 where child.isRunning {
        child.signal(SIGSTOP)
        usleep(1_600_000)
        child.signal(SIGCONT)
        sleeps += 1
        usleep(300_000)
      }
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      let stats = site.server.stats
      #expect(stats.largestWindow <= 10)
      #expect(stats.answeredByStatus[429] == nil)
      print("M2: asleep \(sleeps) times: at most \(stats.largestWindow) of 10 in any window")
    }
  }
}
