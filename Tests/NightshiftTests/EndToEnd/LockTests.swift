import Foundation
import SandboxAPI
import Testing

extension EndToEnd {
  @Suite struct LockTests {
    @Test func `of twenty processes started at once on one directory, one runs`() throws {
      var scenario = Scenario()
      scenario.latency = .fixed(.seconds(0.8))
      for _ in 0..<3 {
        let site = try Site(jobs: 12, scenario)
        site.options = ["--plan", "none", "--concurrency", "4"]
        let children = try (0..<20).map { _ in try site.start() }
        let ends = children.map { $0.wait() }
        #expect(ends.filter { $0 == .exit(0) }.count == 1, "\(ends)")
        #expect(ends.filter { $0 == .exit(73) }.count == 19, "\(ends)")
        #expect(site.server.stats.accepted == 12)
        #expect(site.complaints == [])
        for (child, end) in zip(children, ends) where end == .exit(73) {
          #expect(child.standardError.contains("is in use by another run"))
          #expect(
            child.standardError.hasSuffix(
              "Wait for it to end, or name another directory with --run-dir.\n"))
        }
      }
    }
  }
}
