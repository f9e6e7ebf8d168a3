import Basics
import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct DailyLimitTests {
    private func site(jobs: Int, latency: Double = 0.01) throws -> Site {
      var scenario = Scenario()
      scenario.latency = .fixed(.seconds(latency))
      let site = try Site(jobs: jobs, scenario)
      site.options = ["--plan", "none", "--concurrency", "4"]
      return site
    }

    @Test func `a limit of a day holds over sessions, and says when to come back`() throws {
      let site = try site(jobs: 25)
      let first = try site.run(["--rpd", "10"])
      #expect(first.wait() == .exit(6), "\(first.standardError)")
      #expect(site.server.stats.received == 10)
      let told = first.standardError
      #expect(told.contains("cause: a limit is used up and resets in "), "\(told)")
      #expect(told.contains("--rpd allows 10 requests in 24 hours"), "\(told)")
      let second = try site.run(["--rpd", "10"])
      #expect(second.wait() == .exit(6), "\(second.standardError)")
      #expect(site.server.stats.received == 10)
      let third = try site.run(["--rpd", "14"])
      #expect(third.wait() == .exit(6), "\(third.standardError)")
      #expect(site.server.stats.received == 14)
      let last = try site.run()
      #expect(last.wait() == .exit(0), "\(last.standardError)")
      #expect(site.complaints == [])
      #expect(site.accepted(site.server.stats).values.allSatisfy { $0 == 1 })
    }

    @Test func `a run that is killed again and again keeps the limit of its day`() throws {
      let site = try site(jobs: 200, latency: 0.05)
      site.options += ["--rpd", "60"]
      var dice = SplitMix64(seed: UInt64.random(in: 0...1 << 40))
      var kills = 0
      while kills < 30 {
        let child = try site.start()
        usleep(UInt32.random(in: 50_000...250_000, using: &dice))
        guard child.isRunning else { break }
        child.stop()
        kills += 1
      }
      let last = try site.run()
      #expect(last.wait() == .exit(6), "\(last.standardError)")
      let received = site.server.stats.received
      print("M2: killed \(kills) times, \(received) requests of 60 in the day")
      // A start in the journal that never left counts, too.
      #expect(received <= 60 && received > 30)
    }

    @Test func `a request that alone is above the limit of tokens is named with its line`() throws {
      let site = try site(jobs: 3)
      let large =
        #"{"custom_id":"large","model":"m","messages":[{"role":"user","content":"q"}],"#
        + #""max_tokens":5000}"# + "\n"
      let file = try site.folder.file("large.jsonl", large)
      for command in ["run", "estimate"] {
        let child = try site.start(
          words: [BuiltProgram.path, command, file, "--plan", "none", "--tpm", "4000"]
            + (command == "run" ? ["--base-url", site.server.baseURL] : []))
        #expect(child.wait() == .exit(65), "\(child.standardError)")
        let told = child.standardError
        #expect(
          told.contains("large.jsonl:1: this request counts as 5,0")
            && told.contains("and --tpm allows 4,000.") && told.contains("max_tokens"), "\(told)")
      }
      #expect(site.server.stats.received == 0)
    }

    @Test func `a run within tokens of a window ends with every answer`() throws {
      let site = try site(jobs: 60)
      let child = try site.run(["--tpm", "3000", "--window", "1", "--window-margin", "0"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      #expect(site.accepted(site.server.stats).values.allSatisfy { $0 == 1 })
    }
  }
}
