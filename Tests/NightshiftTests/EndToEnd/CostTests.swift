import Basics
import BatchRunner
import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct CostTests {
    private static let prices =
      #"{"sandbox/small": {"input_per_1m": 1000, "output_per_1m": 1000}}"#

    private func site(jobs: Int, concurrency: Int, latency: Double = 0.005) throws -> Site {
      var scenario = Scenario()
      scenario.latency = .fixed(.seconds(latency))
      let site = try Site(jobs: jobs, scenario)
      let prices = try site.folder.file("prices.json", Self.prices)
      let bodies = site.jobs.map { job in
        #"{"custom_id":"\#(job)","model":"sandbox/small","max_tokens":50,"messages":[{"role":"user","content":"This is \#(job)."}]}"#
          + "\n"
      }
      try site.folder.file("jobs.jsonl", bodies.joined())
      site.options = [
        "--plan", "none", "--concurrency", "\(concurrency)", "--prices", prices,
      ]
      return site
    }

    /// The cost of all answers of the server, at $1,000 for a million tokens of either kind.
    private func billed(_ site: Site) -> Double {
      let stats = site.server.stats
      return Double(stats.inputTokens + stats.outputTokens) / 1000
    }

    private func totals(_ site: Site) throws -> Manifest.Totals {
      try #require(try Manifest(in: RunDirectory(site.directory))).totals
    }

    @Test(arguments: [1, 2, 8, 32])
    func `the cap holds, the halt says how to continue, and a higher cap does so`(
      concurrency: Int
    ) throws {
      let site = try site(jobs: 100, concurrency: concurrency)
      let first = try site.run(["--max-cost", "2"])
      #expect(first.wait() == .exit(6), "\(first.standardError)")
      let spent = billed(site)
      #expect(spent <= 2 && spent > 1.5)
      #expect(abs((try totals(site).spendUSD ?? 0) - spent) < 1e-9)
      let text = first.standardError
      #expect(text.contains(" cause: the next request could cost $0."), "\(text)")
      #expect(
        text.contains(" is already spent (--max-cost).\nremedy: Raise --max-cost, "), "\(text)")
      let again = try site.run(["--max-cost", "2"])
      #expect(again.wait() == .exit(6), "\(again.standardError)")
      #expect(billed(site) <= 2)
      let last = try site.run(["--max-cost", "20"])
      #expect(last.wait() == .exit(0), "\(last.standardError)")
      #expect(abs((try totals(site).spendUSD ?? 0) - billed(site)) < 1e-9)
      #expect(site.complaints == [])
      print("cap: $2.00, $\(spent) billed at concurrency \(concurrency)")
    }

    @Test func `killed again and again, all sessions together stay under the cap`() throws {
      let site = try site(jobs: 200, concurrency: 8, latency: 0.02)
      var kills = 0
      for round in 1...30 {
        let child = try site.start(["--max-cost", "6"])
        site.waitForRequests(site.server.stats.received + 5 + round, of: child)
        guard child.isRunning else {
          #expect(child.wait() == .exit(6), "\(child.standardError)")
          break
        }
        child.stop()
        kills += 1
      }
      #expect(kills > 3)
      #expect(billed(site) <= 6 && billed(site) > 1)
      print("cap: $6.00, $\(billed(site)) billed over \(kills) kills")
    }

    @Test func `a model without a price is named at the start, and not allowed under a cap`() throws
    {
      let site = try site(jobs: 3, concurrency: 1)
      site.options = ["--plan", "none"]
      let refused = try site.run(["--max-cost", "2"])
      #expect(refused.wait() == .exit(64))
      #expect(
        refused.standardError.hasSuffix(
          "error: --max-cost: no price is known for 'sandbox/small'.\n"
            + " help: Give it with --prices FILE, or leave out --max-cost.\n"),
        "\(refused.standardError)")
      #expect(site.server.stats.received == 0)
      let run = try site.run()
      #expect(run.wait() == .exit(0))
      #expect(
        run.standardError.contains(
          "note: no price is known for 'sandbox/small'; the spend shows how many answers "
            + "are unpriced, but not their cost. Give prices with --prices.\n"),
        "\(run.standardError)")
      #expect(run.standardError.contains("  spend          3 unpriced answers\n"))
      let status = try site.start(words: [BuiltProgram.path, "status", site.directory])
      status.wait()
      #expect(status.standardOutput.contains("spend      3 unpriced answers\n"))
      #expect(try totals(site).unpriced == 3)
    }

    @Test func `status shows the spend, as text and as JSON`() throws {
      let site = try site(jobs: 3, concurrency: 1)
      #expect(try site.run(["--credits-per-usd", "20"]).wait() == .exit(0))
      let dollars = billed(site)
      let status = try site.start(words: [BuiltProgram.path, "status", site.directory])
      status.wait()
      let words = Figure.dollars(Money(dollars: dollars))
      #expect(status.standardOutput.contains("\nspend      \(words)\n"))
      let json = try site.start(words: [BuiltProgram.path, "status", site.directory, "--json"])
      json.wait()
      let number = (dollars * 1000).rounded() / 1000
      #expect(json.standardOutput.contains(#""spend_usd":\#(number),"#), "\(json.standardOutput)")
      #expect(json.standardOutput.contains(#""spend_perhaps_usd":0,"#))
      #expect(json.standardOutput.contains(#""unpriced":0"#))
    }

    @Test(
      arguments: [
        ("[]", 65, "error: prices.json: not a price file: it is not a JSON object.\n"),
        (
          #"{"a": {"input_per_1m": -1, "output_per_1m": 1}}"#, 65,
          "error: prices.json: not a price file: 'input_per_1m' of 'a' is negative.\n"
        ),
        (nil, 66, "error: cannot open 'prices.json': No such file or directory.\n"),
      ] as [(String?, Int32, String)])
    func `an invalid price file stops the run before it begins`(
      text: String?, status: Int32, words: String
    ) throws {
      let site = try Site(jobs: 1)
      let path = "\(site.folder.path)/prices.json"
      if let text { try site.folder.file("prices.json", text) }
      let child = try site.run(["--prices", path])
      #expect(child.wait() == .exit(status))
      #expect(
        child.standardError.replacing(path, with: "prices.json").hasPrefix(words),
        "\(child.standardError)")
      #expect(site.server.stats.received == 0)
      #expect(!FileManager.default.fileExists(atPath: site.directory))
    }
  }
}
