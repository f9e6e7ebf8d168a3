import Foundation
import SandboxAPI
import Testing

extension EndToEnd {
  @Suite struct StatusTests {
    private func site(jobs: Int, latency: Double) throws -> Site {
      var scenario = Scenario()
      scenario.latency = .fixed(.seconds(latency))
      let site = try Site(jobs: jobs, scenario)
      site.options = ["--plan", "none", "--concurrency", "4"]
      return site
    }

    private func status(_ site: Site, _ words: [String] = []) throws -> Child {
      try site.start(words: [BuiltProgram.path, "status", site.directory] + words)
    }

    @Test func `a run is watched to its end`() throws {
      let site = try site(jobs: 60, latency: 0.2)
      let run = try site.start()
      site.waitForRequests(5, of: run)
      let watch = try status(site, ["--watch"])
      #expect(watch.wait() == .exit(0), "\(watch.standardError)")
      #expect(run.wait() == .exit(0), "\(run.standardError)")
      let lines = watch.standardOutput.split(separator: "\n")
      #expect(lines.first?.hasPrefix("running: ") == true)
      #expect(lines.last == "finished: 60 of 60 done, 0 failed, 0 to do")
      #expect(Set(lines).count == lines.count && lines.count >= 2, "\(lines)")
    }

    @Test func `a signal ends watching, but not the run`() throws {
      let site = try site(jobs: 40, latency: 0.3)
      let run = try site.start()
      site.waitForRequests(5, of: run)
      for (number, end) in [(SIGINT, Int32(130)), (SIGTERM, 143)] {
        let watch = try status(site, ["--watch", "--json"])
        while watch.standardOutput.isEmpty, watch.isRunning { usleep(2000) }
        watch.signal(number)
        #expect(watch.wait() == .exit(end))
        #expect(watch.standardOutput.hasPrefix("{"))
      }
      #expect(run.wait() == .exit(0))
    }

    @Test func `status shows what a running run waits for`() throws {
      let site = try site(jobs: 40, latency: 0.05)
      let run = try site.start()
      site.waitForRequests(8, of: run)
      site.server.stop()
      let journal = "\(site.directory)/journal.jsonl"
      while run.isRunning,
        (try? String(contentsOfFile: journal, encoding: .utf8))?.contains("\"outage\"") != true
      { usleep(5000) }
      let child = try status(site, ["--json"])
      child.wait()
      let data = Data(child.standardOutput.utf8)
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(object["state"] as? String == "running")
      #expect(object["waiting_for"] as? String == "outage")
      #expect((object["last_event"] as? [String: Any])?["kind"] as? String == "outage")
      #expect((object["why"] as? String)?.isEmpty == false)
      let people = try status(site)
      people.wait()
      #expect(people.standardOutput.hasPrefix("state      running: "), "\(people.standardOutput)")
      #expect(people.standardOutput.contains("\npace       "), "\(people.standardOutput)")
      run.stop()
      let killed = try status(site, ["--watch"])
      #expect(killed.wait() == .exit(0))
      #expect(killed.standardOutput.hasPrefix("interrupted: "), "\(killed.standardOutput)")
    }
  }
}
