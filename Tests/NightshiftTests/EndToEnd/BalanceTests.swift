import Foundation
import SandboxAPI
import Testing

extension EndToEnd {
  @Suite struct BalanceTests {
    private func site(
      jobs: Int, credits: Double, shape: EmptyBalance = .documented, concurrency: Int
    ) throws -> Site {
      var scenario = Scenario()
      scenario.credits = credits
      scenario.emptyBalance = shape
      scenario.latency = .fixed(.seconds(0.005))
      let site = try Site(jobs: jobs, scenario)
      site.options = ["--plan", "none", "--concurrency", "\(concurrency)"]
      return site
    }

    /// Without the words that can also mean a rate limit: their probes take a minute, and
    /// `RunRefusalTests` plays them on a clock of its own.
    @Test(arguments: EmptyBalance.allCases.filter { $0 != .insufficientQuota })
    func `an empty balance halts the run, and it can be resumed with new credits`(
      shape: EmptyBalance
    ) throws {
      var runs = 0
      for (credits, concurrency) in [(1, 1), (7, 1), (30, 1), (7, 8), (30, 8), (1, 32), (30, 32)] {
        let site = try site(
          jobs: credits + 3 * concurrency, credits: Double(credits), shape: shape,
          concurrency: concurrency)
        let first = try site.run()
        #expect(first.wait() == .exit(4), "\(first.standardError)")
        let stats = site.server.stats
        #expect(stats.accepted == credits)
        // At most the requests in flight, and those that replaced answers read before the first
        // 402.
        #expect(stats.received - stats.accepted <= 2 * concurrency - 1)
        let checker = Checker(site.directory)
        #expect(checker.results.count == credits)
        #expect(checker.failures.count == 0)
        site.server.setCredits(nil)
        let second = try site.run()
        #expect(second.wait() == .exit(0), "\(second.standardError)")
        #expect(site.complaints == [])
        #expect(site.accepted(site.server.stats).values.allSatisfy { $0 == 1 })
        runs += 1
      }
      print("M1: \(shape): ran out \(runs) times, nothing failed, nothing paid twice")
    }

    @Test func `the message about an empty balance`() throws {
      let site = try site(jobs: 9, credits: 2, concurrency: 1)
      let child = try site.run()
      let text = child.standardError
      #expect(text.contains("skillboss.co/console"), "\(text)")
      #expect(text.contains("nightshift run \(site.file)"), "\(text)")
    }

    @Test func `with --on-insufficient-balance wait, the run continues by itself`() throws {
      let site = try site(jobs: 40, credits: 5, concurrency: 4)
      let child = try site.start([
        "--on-insufficient-balance", "wait", "--balance-poll", "1s",
      ])
      while site.server.stats.received < 6, child.isRunning { usleep(1000) }
      usleep(1_500_000)
      #expect(child.isRunning)
      #expect(site.server.stats.accepted == 5)
      #expect(site.server.stats.received <= 5 + 7 + 2)
      site.server.setCredits(nil)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 40)
    }
  }
}
