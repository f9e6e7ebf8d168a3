import Foundation
import Synchronization
import Testing

extension EndToEnd {
  @Suite struct JobTimeoutTests {
    @Test func `a job that takes too long fails with its own code and can be retried`() throws {
      let isSlow = Mutex(true)
      let server = StubServer { request in
        // No attempt ends by itself: the one job's time ends it.
        while isSlow.withLock({ $0 }), request.body.contains("job-1.") { usleep(5000) }
        return (200, StubServer.completion("x"))
      }
      defer { server.stop() }
      let site = try Site(jobs: 3)
      let words = [
        BuiltProgram.path, "run", site.file, "--base-url", server.baseURL, "--progress", "none",
        "--plan", "none", "--job-timeout", "1s",
      ]
      let child = try site.start(words: words)
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(site.complaints == [])
      let text = try String(
        contentsOfFile: site.directory + "/failures.jsonl", encoding: .utf8)
      #expect(
        text.contains(
          #""response":null,"error":{"code":"job_timeout","message":"no usable answer within 1 s "#
            + #"(--job-timeout); the last attempt: timeout"}"#), "\(text)")
      #expect(server.received == 3)
      isSlow.withLock { $0 = false }
      #expect(try site.start(words: words + ["--retry-failed"]).wait() == .exit(0))
      #expect(Checker(site.directory).results.count == 3 && server.received == 4)
    }
  }
}
