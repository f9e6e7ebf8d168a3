import SandboxAPI
import Testing

extension EndToEnd {
  @Suite struct FewFilesTests {
    @Test func `with few files, fewer requests run at once, and none fails`() throws {
      var scenario = Scenario()
      scenario.latency = .fixed(.milliseconds(50))
      let site = try Site(jobs: 300, scenario)
      site.options = ["--plan", "none", "--concurrency", "300"]
      let child = try site.start(
        words: ["/bin/sh", "-c", "ulimit -n 64; exec \"$@\"", "sh"] + site.words([]))
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      let stats = site.server.stats
      #expect(stats.received == 300 && stats.largestConcurrency <= 16)
      #expect(
        child.standardError.contains(
          "this process may have only 64 files open (ulimit -n), so 16 instead of 300 requests "
            + "run at once."), "\(child.standardError)")
      #expect(!child.standardError.contains("not working"))
    }
  }
}
