import BatchRunner
import Foundation
import Testing

extension EndToEnd {
  /// Answers in wrappings and of kinds that real servers send.
  @Suite struct AnswerKindTests {
    private static func body(_ content: String, _ reason: String = "stop") -> String {
      #"{"choices":[{"index":0,"message":{"role":"assistant","content":\#(content)},"finish_reason":"\#(reason)"}]}"#
    }

    private static let bodies = [
      "job-0": "\u{FEFF}" + body(#""marked""#),
      "job-1": ": OPENROUTER PROCESSING\n\n" + body("\"line\nline\""),
      "job-2": "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"str\"}}]}\n\n"
        + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"eam\"},"
        + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
      "job-3": body("null", "content_filter"), "job-4": body(#"" \n""#),
      "job-5": body(#""cut""#, "MAX_TOKENS"),
      "job-6": body(#"[{"type":"thinking","text":"hm"},{"type":"text","text":"pa"},"rts"]"#),
      "job-7": body(#""half \ud83d""#),
    ]

    @Test func `each is a result, and is told in every place`() throws {
      let site = try Site(jobs: 8)
      let stub = StubServer { request in
        let job = Self.bodies.keys.first { request.body.contains("This is \($0).") }
        return (200, job.flatMap { Self.bodies[$0] } ?? "{}")
      }
      defer { stub.stop() }
      func run(_ words: [String]) throws -> Child {
        let child = try site.start(words: [BuiltProgram.path] + words)
        #expect(child.wait() == .exit(0), "\(child.standardError)")
        return child
      }
      let plan = ["--base-url", stub.baseURL, "--progress", "none", "--plan", "none"]
      let child = try run(["run", site.file] + plan)
      #expect(stub.received == 8)
      for row in [
        "  truncated      1 result ended at max_tokens\n",
        "  filtered       1 result ended by a content filter\n",
        "  empty          2 results without text or tool calls\n",
      ] { #expect(child.standardError.contains(row)) }
      let status = try run(["status", site.directory]).standardOutput
      #expect(status.contains("flagged    1 truncated, 1 filtered, 2 empty\n"), "\(status)")
      let page = try run(["report", site.directory, "--json"]).standardOutput
      for member in [#""truncated":1"#, #""filtered_ids":["job-3"]"#, #""empty":2"#] {
        #expect(page.contains(member), "\(page)")
      }
      let table = try run(["export", site.directory, "--format", "jsonl", "--sort", "-o", "-"])
        .standardOutput
      for answer in ["marked", #"line\nline"#, "stream", "cut", "parts", "half \u{FFFD}"] {
        #expect(table.contains("\"answer\":\"\(answer)\""), "\(table)")
      }
    }
  }
}
