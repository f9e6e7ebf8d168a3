import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct ExitStatusTests {
    private func site(jobs: Int = 6) throws -> Site {
      let site = try Site(jobs: jobs)
      site.options = ["--plan", "none"]
      return site
    }

    @Test func `jobs that failed for good give 3, and --retry-failed runs them again`() throws {
      let site = try site()
      let mended = "\(site.folder.path)/mended"
      let stub = StubServer { request in
        if request.body.contains("job-2."), access(mended, F_OK) != 0 {
          return (400, #"{"error":{"message":"No such model","code":"model_not_found"}}"#)
        }
        return (200, StubServer.completion("fine"))
      }
      defer { stub.stop() }
      func run(_ added: [String]) throws -> Child {
        let words = [BuiltProgram.path, "run", site.file, "--base-url", stub.baseURL]
        let child = try site.start(words: words + ["--plan", "none"] + added)
        child.wait()
        return child
      }
      let first = try run([])
      #expect(first.wait() == .exit(3), "\(first.standardError)")
      #expect(first.standardError.contains("--retry-failed"), "\(first.standardError)")
      #expect(Checker(site.directory).failures.map(\.status) == [400])
      #expect(site.complaints == [])
      #expect(try run([]).wait() == .exit(3))
      #expect(stub.received == 6)
      try site.folder.file("mended", "")
      #expect(try run(["--retry-failed"]).wait() == .exit(0))
      #expect(stub.received == 7)
      #expect(Checker(site.directory).failures.count == 0)
      #expect(site.complaints == [])
    }

    @Test func `bad usage gives 64`() throws {
      let site = try site()
      let child = try site.run(["--rmp", "3"])
      #expect(child.wait() == .exit(64))
      #expect(child.standardError.contains("'--rmp'"), "\(child.standardError)")
      #expect(child.standardError.contains("--rpm"), "\(child.standardError)")
      #expect(site.server.stats.received == 0)
    }

    @Test func `one invalid line gives 65, and nothing is sent`() throws {
      let site = try site()
      let good = try String(contentsOfFile: site.file, encoding: .utf8)
      try site.folder.file("jobs.jsonl", good + "{\"model\":\"m\"}\n")
      let child = try site.run()
      #expect(child.wait() == .exit(65))
      #expect(child.standardError.hasPrefix("error: \(site.file):7:"), "\(child.standardError)")
      #expect(child.standardError.hasSuffix("Nothing was sent.\n"), "\(child.standardError)")
      #expect(site.server.stats.received == 0)
    }

    @Test func `a changed body gives 65, or is handled as --edited says`() throws {
      let site = try site()
      #expect(try site.run().wait() == .exit(0))
      let file = try String(contentsOfFile: site.file, encoding: .utf8)
      try site.folder.file(
        "jobs.jsonl", "\n" + file.replacingOccurrences(of: "This is job-3.", with: "Changed."))
      let refused = try site.run()
      #expect(refused.wait() == .exit(65))
      let sentence =
        "error: \(site.file):5: job 'job-3' has a result, but its body was changed since (it "
        + "stood in line 4).\n help: Choose: --edited rerun runs the changed jobs again, "
        + "--edited keep keeps their results.\n"
      #expect(refused.standardError == sentence)
      #expect(try site.run(["--edited", "refuse"]).wait() == .exit(65))
      #expect(try site.run(["--edited", "keep"]).wait() == .exit(0))
      #expect(site.server.stats.received == 6)
      #expect(try site.run(["--edited", "rerun"]).wait() == .exit(0))
      #expect(site.server.stats.received == 7)
      // If a job has several lines, the last one counts.
      #expect(site.complaints == ["2 times: job-3"])
      #expect(Checker(site.directory).results.last?.id == "job-3")
      #expect(try site.run().wait() == .exit(0))
      #expect(site.server.stats.received == 7)
    }

    @Test func `another job file in the same directory gives 65`() throws {
      let site = try site()
      #expect(try site.run().wait() == .exit(0))
      try site.folder.file("jobs.jsonl", (100..<103).map { Site.line("job-\($0)") }.joined())
      let child = try site.run()
      #expect(child.wait() == .exit(65))
      let sentence =
        "error: none of the 6 results in '\(site.directory)' belongs to a job in \(site.file).\n"
        + " help: Name the run's own job file, or another directory with --run-dir.\n"
      #expect(child.standardError == sentence)
      #expect(site.server.stats.received == 6)
    }

    @Test func `another API in the same directory gives 65`() throws {
      let site = try site()
      #expect(try site.run(["--limit", "2"]).wait() == .exit(6))
      let other = SandboxServer(scenario: Scenario())
      try other.start()
      defer { other.stop() }
      let child = try site.start(
        words: [BuiltProgram.path, "run", site.file, "--base-url", other.baseURL])
      #expect(child.wait() == .exit(65))
      let sentence =
        "error: the run directory '\(site.directory)' belongs to "
        + "http://127.0.0.1:\(site.server.port), not to http://127.0.0.1:\(other.port).\n"
        + " help: Name another directory with --run-dir: one run directory belongs to one API.\n"
      #expect(child.standardError == sentence)
      #expect(other.stats.received == 0)
    }

    @Test func `a missing file gives 66`() throws {
      let site = try site()
      unlink(site.file)
      let child = try site.run()
      #expect(child.wait() == .exit(66), "\(child.standardError)")
      #expect(child.standardError.contains("'\(site.file)'"), "\(child.standardError)")
    }

    @Test func `a limit gives 6 until nothing is left`() throws {
      let site = try site(jobs: 7)
      #expect(try site.run(["--limit", "3"]).wait() == .exit(6))
      #expect(site.server.stats.received == 3)
      #expect(try site.run(["--limit", "3"]).wait() == .exit(6))
      #expect(site.server.stats.received == 6)
      #expect(try site.run(["--limit", "3"]).wait() == .exit(0))
      #expect(site.server.stats.received == 7)
      #expect(site.complaints == [])
    }

    @Test func `a service that stays unreachable gives 7`() throws {
      let site = try site()
      site.server.stop()
      let words = [
        BuiltProgram.path, "run", site.file, "--base-url", "http://127.0.0.1:1/v1", "--plan",
        "none", "--max-outage", "1s",
      ]
      let child = try site.start(words: words)
      #expect(child.wait() == .exit(7), "\(child.standardError)")
      #expect(Checker(site.directory).failures.count == 0)
      #expect(Checker(site.directory).complaints == [])
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34])
    func `a full disk gives 74, and the run can be resumed after making room`(blocks: Int) throws {
      let site = try site(jobs: 120)
      // In dash, a block of `ulimit -f` is 512 bytes.
      let child = try site.start(
        words: ["/bin/sh", "-c", "ulimit -f \(blocks); exec \"$@\"", "sh"] + site.words([]))
      #expect(child.wait() == .exit(74), "\(child.standardError)")
      let kept = Checker(site.directory).results.count
      let accepted = site.server.stats.accepted
      #expect(accepted - kept <= 8 * 2)
      // The part of the last line that still fitted was removed.
      for name in ["results.jsonl", "journal.jsonl"] {
        let text = try Data(contentsOf: URL(fileURLWithPath: site.directory + "/" + name))
        #expect(text.isEmpty || text.last == 0x0A, "\(name)")
      }
      let second = try site.run()
      #expect(second.wait() == .exit(0), "\(second.standardError)")
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 120 + accepted - kept)
    }
  }
}
