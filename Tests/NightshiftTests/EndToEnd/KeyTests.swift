import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct KeyTests {
    private func site() throws -> Site {
      var scenario = Scenario()
      scenario.keys = .only(["sk-first-0123456789abcdef"])
      scenario.latency = .fixed(.seconds(0.05))
      let site = try Site(jobs: 40, scenario)
      let key = try site.folder.file("key.env", "SKILLBOSS_KEY=sk-first-0123456789abcdef\n")
      chmod(key, 0o600)
      site.options = ["--plan", "none", "--concurrency", "4", "--key-file", key]
      return site
    }

    @Test func `a key that was replaced in its file is used`() throws {
      let site = try site()
      let child = try site.start()
      site.waitForRequests(8, of: child)
      try site.folder.file("key.env", "SKILLBOSS_KEY=sk-second-0123456789abcdef\n")
      site.server.accept(onlyKey: "sk-second-0123456789abcdef")
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 40)
      #expect((site.server.stats.answeredByStatus[401] ?? 0) >= 1)
    }

    @Test func `a refused key halts the run, and another key resumes it`() throws {
      let site = try site()
      let child = try site.start()
      site.waitForRequests(8, of: child)
      site.server.accept(onlyKey: "sk-second-0123456789abcdef")
      #expect(child.wait() == .exit(5), "\(child.standardError)")
      #expect((site.server.stats.answeredByStatus[401] ?? 0) <= 4)
      #expect(child.standardError.contains("401"), "\(child.standardError)")
      #expect(child.standardError.contains("skillboss.co/console"), "\(child.standardError)")
      #expect(Checker(site.directory).failures.count == 0)
      try site.folder.file("key.env", "SKILLBOSS_KEY=sk-second-0123456789abcdef\n")
      #expect(try site.run().wait() == .exit(0))
      #expect(site.complaints == [])
      #expect(site.server.stats.accepted == 40)
    }
  }
}
