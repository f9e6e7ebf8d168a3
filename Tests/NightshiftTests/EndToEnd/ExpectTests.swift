import Foundation
import Synchronization
import Testing

extension EndToEnd {
  @Suite struct ExpectTests {
    private static let schema =
      #"{"type":"object","required":["topic"],"additionalProperties":false,"#
      + #""properties":{"topic":{"enum":["price","quality"]}}}"#

    /// Runs against a server that gives each job's texts in turn, the last again and again.
    private func run(
      _ site: Site, _ texts: [String], finish: String = "stop", _ words: [String]
    ) throws -> (child: Child, received: Int) {
      let counts = Mutex<[String: Int]>([:])
      let stub = StubServer { request in
        let count = counts.withLock { counts in
          counts[request.body, default: 0] += 1
          return counts[request.body]!
        }
        let text = texts[min(count, texts.count) - 1].replacing("\"", with: "\\\"")
        let answer = StubServer.completion(text.replacing("KEY", with: request.authorization))
        return (200, answer.replacing("\"stop\"", with: "\"\(finish)\""))
      }
      defer { stub.stop() }
      let child = try site.start(
        words: [
          BuiltProgram.path, "run", site.file, "--base-url", stub.baseURL, "--progress", "none",
          "--plan", "none", "--run-dir", site.directory,
        ] + words)
      child.wait()
      return (child, stub.received)
    }

    private func errors(_ path: String) -> [String] {
      var complaints: [String] = []
      let lines = Checker.objects(path, &complaints)
      #expect(complaints == [])
      return lines.map { line in
        let error = line["error"] as? [String: Any]
        let hasBody = (line["response"] as? [String: Any])?["body"] is [String: Any]
        return "\(error?["code"] ?? "?"): \(error?["message"] ?? "?")\(hasBody ? "" : " LOST")"
      }
    }

    private static let misfit = "unexpected_answer: /topic: not one of \"price\", \"quality\""

    @Test func `unfit answers are kept and tried again, and a fit one is the result`() throws {
      let site = try Site(jobs: 6)
      let schema = try site.folder.file("topic.schema.json", Self.schema)
      let (child, received) = try run(
        site, [#"{"topic":"food"}"#, "Sure!", #"{"topic":"price"}"#],
        ["--expect-schema", schema])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(received == 18)
      #expect(site.complaints == [])
      let kept = errors("\(site.directory)/unusable.jsonl")
      #expect(kept.filter { $0 == Self.misfit }.count == 6)
      #expect(
        kept.filter {
          $0 == "unexpected_answer: the answer is no JSON: unexpected 'S'"
        }.count == 6)
      #expect(kept.count == 12)
      let manifest = try String(contentsOfFile: "\(site.directory)/run.json", encoding: .utf8)
      #expect(manifest.contains(#""tokens_in" : 54"#) && manifest.contains(#""tokens_out" : 36"#))
      #expect(child.standardError.contains("12 unexpected_answer"), "\(child.standardError)")
    }

    @Test func `an answer that never fits is a failure with its answer, and can be run again`()
      throws
    {
      let site = try Site(jobs: 5)
      let schema = try site.folder.file("topic.schema.json", Self.schema)
      let words = ["--expect-schema", schema, "--max-attempts", "3"]
      let (child, received) = try run(site, [#"{"topic":"food"}"#], words)
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(received == 15)
      #expect(site.complaints == [])
      let failed = errors("\(site.directory)/failures.jsonl")
      #expect(failed == Array(repeating: Self.misfit, count: 5))
      #expect(errors("\(site.directory)/unusable.jsonl").count == 10)
      let (idle, none) = try run(site, [#"{"topic":"price"}"#], words)
      #expect(idle.wait() == .exit(3) && none == 0, "\(idle.standardError)")
      let (again, more) = try run(site, [#"{"topic":"price"}"#], words + ["--retry-failed"])
      #expect(again.wait() == .exit(0), "\(again.standardError)")
      #expect(more == 5)
      #expect(site.complaints == [])
      #expect(errors("\(site.directory)/failures.jsonl") == [])
    }

    @Test func `a resume does not judge the results that are there`() throws {
      let site = try Site(jobs: 3)
      #expect(try run(site, ["Hello."], []).child.wait() == .exit(0))
      let (child, received) = try run(site, ["Hello."], ["--expect", "json"])
      #expect(child.wait() == .exit(0) && received == 0, "\(child.standardError)")
    }

    @Test func `an answer that was cut off is a result, unless it is to be tried again`() throws {
      let site = try Site(jobs: 3)
      #expect(try run(site, ["Hel"], finish: "length", []).child.wait() == .exit(0))
      let other = try Site(jobs: 3)
      let (child, received) = try run(
        other, ["Hel"], finish: "length", ["--retry-truncated", "--max-attempts", "2"])
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(received == 6)
      #expect(
        errors("\(other.directory)/failures.jsonl")
          == Array(repeating: "unexpected_answer: cut off at max_tokens", count: 3))
    }

    @Test func `a wrong schema stops a run after its first twenty jobs`() throws {
      let site = try Site(jobs: 200)
      let schema = try site.folder.file("wrong.json", #"{"required":["subject"]}"#)
      let (child, received) = try run(
        site, [#"{"topic":"food"}"#],
        ["--expect-schema", schema, "--max-attempts", "1", "--concurrency", "4"])
      #expect(child.wait() == .exit(6))
      #expect(received <= 24)
      #expect(
        child.standardError.contains(
          " cause: the first 20 jobs all failed alike: unexpected_answer: the answer: \"subject\" is "
            + "missing.\nremedy: Look at failures.jsonl: either the jobs do not say what you expect, "
            + "or the schema asks for something else."), "\(child.standardError)")
    }

    @Test(arguments: [
      (
        #"{"type":"object","patternProperties":{}}"#, Int32(65),
        "FILE: not a schema: 'patternProperties' is no keyword that can be checked."
      ),
      (
        "{", 65,
        "FILE: not a schema: it is no JSON: it ends in the middle of a value, at byte 1."
      ),
      (nil, 66, "cannot open 'FILE': No such file or directory."),
    ])
    func `a schema that cannot be used stops a run before anything is sent`(
      text: String?, status: Int32, message: String
    ) throws {
      let site = try Site(jobs: 3)
      let path = "\(site.folder.path)/s.json"
      if let text { try site.folder.file("s.json", text) }
      let (child, received) = try run(site, ["{}"], ["--expect-schema", path])
      #expect(child.wait() == .exit(status))
      #expect(received == 0)
      #expect(!FileManager.default.fileExists(atPath: site.directory))
      #expect(
        child.standardError.hasPrefix("error: \(message.replacing("FILE", with: path))\n"),
        "\(child.standardError)")
    }

    @Test func `a key in an unfit answer is in no message, whole or in part`() throws {
      let canary = Canary()
      let site = try Site(jobs: 3)
      let key = try site.folder.file("key.env", "SKILLBOSS_KEY=\(canary.key)\n")
      chmod(key, 0o600)
      let schema = try site.folder.file("none.json", #"{"additionalProperties":false}"#)
      let (child, received) = try run(
        site, [#"{"some words before it, KEY":1}"#],
        ["--expect-schema", schema, "--max-attempts", "2", "--key-file", key])
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(received == 6)
      #expect(canary.search(site.folder.path, except: ["key.env"]).found == [])
      let failures = try String(
        contentsOfFile: "\(site.directory)/failures.jsonl", encoding: .utf8)
      #expect(!failures.contains("sk-can") && failures.contains("/some words before it"))
    }
  }
}
