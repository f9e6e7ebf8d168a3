import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct EstimateTests {
    private static let prices = #"{"sandbox/small":{"input_per_1m":100,"output_per_1m":1000}}"#

    private func site(jobs: Int = 30) throws -> Site {
      let site = try Site(jobs: jobs)
      let prices = try site.folder.file("prices.json", Self.prices)
      site.options = ["--plan", "none", "--concurrency", "8", "--prices", prices]
      return site
    }

    private func estimate(_ site: Site, _ added: [String] = []) throws -> Child {
      let child = try site.start(
        words: [BuiltProgram.path, "estimate", site.file] + site.options + added)
      child.wait()
      return child
    }

    @Test func `an estimate sends nothing and writes no file`() throws {
      let site = try site()
      let child = try estimate(site)
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(child.standardOutput.hasPrefix("jobs      0 done, 30 to do\nplan      none: "))
      #expect(child.standardOutput.contains("\n- Prices: "))
      #expect(site.server.stats.received == 0)
      #expect(!FileManager.default.fileExists(atPath: site.directory))
    }

    @Test func `run --dry-run prints the same`() throws {
      let site = try site()
      let dry = try site.run(["--dry-run", "--json"])
      #expect(dry.wait() == .exit(0), "\(dry.standardError)")
      func figures(_ text: String) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let members = try #require(object as? NSDictionary).mutableCopy() as? NSMutableDictionary
        members?.removeObject(forKey: "time")
        return try #require(members)
      }
      let plain = try estimate(site, ["--base-url", site.server.baseURL, "--json"])
      #expect(try figures(dry.standardOutput) == figures(plain.standardOutput))
      #expect(site.server.stats.received == 0)
    }

    @Test func `a job file with a problem gives 65, and a missing one gives 66`() throws {
      let site = try site()
      let bad = try site.folder.file("bad.jsonl", "{\n")
      let child = try site.start(words: [BuiltProgram.path, "estimate", bad])
      #expect(child.wait() == .exit(65))
      let missing = try site.start(words: [BuiltProgram.path, "estimate", bad + ".not"])
      #expect(missing.wait() == .exit(66))
    }

    @Test func `a pilot is part of the run, and prints an estimate of the rest`() throws {
      let site = try site()
      let pilot = try site.run(["--pilot", "10"])
      #expect(pilot.wait() == .exit(6), "\(pilot.standardError)")
      #expect(site.server.stats.accepted == 10)
      #expect(pilot.standardOutput.hasPrefix("jobs      10 done, 20 to do\n"))
      #expect(pilot.standardOutput.contains("\n95 %      $"))
      let next = pilot.standardError.split(separator: "\n").last ?? ""
      #expect(next.hasPrefix("  next: ") && !next.contains("--pilot"))
      let rest = try site.run()
      #expect(rest.wait() == .exit(0), "\(rest.standardError)")
      #expect(site.server.stats.accepted == 30)
      #expect(site.accepted(site.server.stats).values.allSatisfy { $0 == 1 })
      #expect(site.complaints == [])
    }

    /// A job costs about $0.04, and at most $4.10.
    @Test func `a pilot continues only if the upper end of its estimate fits under the cap`()
      throws
    {
      let site = try site(jobs: 200)
      let dear = try site.run(["--pilot", "20", "--then-continue", "--max-cost", "5.5"])
      #expect(dear.wait() == .exit(6), "\(dear.standardError)")
      #expect(site.server.stats.accepted == 20)
      #expect(dear.standardError.contains("which is more than --max-cost; the rest was not run.\n"))
      let cheap = try site.run(["--pilot", "20", "--then-continue", "--max-cost", "1000"])
      #expect(cheap.wait() == .exit(0), "\(cheap.standardError)")
      #expect(cheap.standardError.contains("which is within --max-cost; running the rest\n"))
      #expect(site.server.stats.accepted == 200)
      #expect(site.complaints == [])
    }

    @Test func `the estimate is shown and stored beside the actual figures`() throws {
      let site = try site()
      _ = try site.run(["--limit", "12"])
      let second = try site.run()
      #expect(second.wait() == .exit(0), "\(second.standardError)")
      #expect(second.standardError.contains("\n  against actual "))
      let data = try Data(contentsOf: URL(fileURLWithPath: site.directory + "/run.json"))
      let manifest = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let compared = try #require(manifest["estimated_against_actual"] as? [String: Any])
      #expect(compared["evidence"] as? String == "this run")
      #expect(compared["jobs"] as? Int == 18)
      for figure in ["tokens_in", "tokens_out", "usd", "seconds"] {
        let members = try #require(compared[figure] as? [String: Double])
        #expect(Set(members.keys) == ["estimated", "actual", "error_percent"])
      }
    }
  }
}
