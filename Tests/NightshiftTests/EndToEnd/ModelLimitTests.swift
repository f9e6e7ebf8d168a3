import Foundation
import TestTools
import Testing

extension EndToEnd {
  @Suite struct ModelLimitTests {
    /// As a limit of requests per day answers: for one of the two models, and for longer than
    /// `--max-outage`.
    @Test func `a model that is used up for a day is left, and the other model's jobs are done`()
      throws
    {
      let folder = TemporaryFolder()
      let server = StubServer(isOnNetwork: false) {
        $0.body.contains("\"busy\"")
          ? (429, #"{"error":{"message":"Too many requests"}}"#, "Retry-After: 86400\r\n")
          : (200, StubServer.completion("ok"), "")
      }
      defer { server.stop() }
      let lines = (0..<60).map { number in
        let model = number < 30 ? "busy" : "free"
        return #"{"custom_id":"job-\#(number)","model":"\#(model)","#
          + #""messages":[{"role":"user","content":"q"}],"max_tokens":9}"# + "\n"
      }
      let file = try folder.file("jobs.jsonl", lines.joined())
      let child = try Child(
        [
          BuiltProgram.path, "run", file, "--base-url", "http://127.0.0.1:\(server.port)/v1",
          "--plan", "none", "--concurrency", "4", "--progress", "none",
        ], in: folder.path, environment: [:], name: "run")
      #expect(child.wait() == .exit(6), "\(child.standardError)")
      let told = child.standardError
      #expect(told.contains("jobs           30 of 60 done (50 %), 0 failed, 30 left"), "\(told)")
      let cause = "cause: a limit of model 'busy' is used up and resets in 23h"
      #expect(told.contains(cause), "\(told)")
      // Those that were in flight when the first answer came.
      #expect(server.received <= 30 + 4, "\(server.received)")
    }
  }
}
