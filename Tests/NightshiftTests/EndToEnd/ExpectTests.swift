import BatchRunner
import Foundation
import Synchronization
import TestTools
import Testing

extension EndToEnd {
  @Suite struct ExpectTests {
    private static let schema =
      #"{"type":"object","required":["topic"],"additionalProperties":false,"#
      + #""properties":{"topic":{"enum":["price","quality"]}}}"#

    /// A server that answers the attempts of each job with `texts` in turn, and repeats the last
    /// one.
    private final class Oracle: Sendable {
      private let answers: Mutex<(texts: [String], counts: [String: Int])>
      private let stub = Mutex<StubServer?>(nil)

      init(_ texts: [String]) {
        answers = Mutex((texts, [:]))
        stub.withLock { $0 = StubServer { [unowned self] in (200, answer($0)) } }
      }

      deinit {
        stub.withLock { $0?.stop() }
      }

      func says(_ text: String) {
        answers.withLock { $0 = ([text], [:]) }
      }

      var received: Int { stub.withLock { $0?.received ?? 0 } }
      var baseURL: String { stub.withLock { $0?.baseURL ?? "" } }

      private func answer(_ request: StubServer.Request) -> String {
        let text = answers.withLock { answers in
          let count = answers.counts[request.body, default: 0]
          answers.counts[request.body] = count + 1
          return answers.texts[min(count, answers.texts.count - 1)]
        }
        let quoted = text.replacing("KEY", with: request.authorization)
          .replacing("\"", with: "\\\"")
        return StubServer.completion(quoted)
      }
    }

    private func run(_ site: Site, _ oracle: Oracle, _ words: [String]) throws -> Child {
      let child = try site.start(
        words: [
          BuiltProgram.path, "run", site.file, "--base-url", oracle.baseURL, "--progress", "none",
          "--plan", "none",
        ] + words)
      child.wait()
      return child
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

    @Test func `unexpected answers are kept and the job is tried again until one matches`() throws {
      let site = try Site(jobs: 6)
      let schema = try site.folder.file("topic.schema.json", Self.schema)
      let oracle = Oracle([#"{"topic":"food"}"#, "Sure!", #"{"topic":"price"}"#])
      let child = try run(site, oracle, ["--expect-schema", schema])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(oracle.received == 18)
      #expect(site.complaints == [])
      let kept = errors("\(site.directory)/unusable.jsonl")
      #expect(kept.filter { $0 == Self.misfit }.count == 6)
      #expect(
        kept.filter {
          $0 == "unexpected_answer: the answer is not JSON: unexpected 'S'"
        }.count == 6)
      #expect(kept.count == 12)
      let manifest = try String(contentsOfFile: "\(site.directory)/run.json", encoding: .utf8)
      #expect(manifest.contains(#""tokens_in" : 54"#) && manifest.contains(#""tokens_out" : 36"#))
      #expect(child.standardError.contains("12 (unexpected_answer: 12)"), "\(child.standardError)")
    }

    @Test func `a job whose answers never match fails, keeps the answer, and can be run again`()
      throws
    {
      let site = try Site(jobs: 5)
      let schema = try site.folder.file("topic.schema.json", Self.schema)
      let words = ["--expect-schema", schema, "--max-attempts", "3"]
      let oracle = Oracle([#"{"topic":"food"}"#])
      let child = try run(site, oracle, words)
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(oracle.received == 15)
      #expect(site.complaints == [])
      let failed = errors("\(site.directory)/failures.jsonl")
      #expect(failed == Array(repeating: Self.misfit, count: 5))
      #expect(errors("\(site.directory)/unusable.jsonl").count == 10)
      oracle.says(#"{"topic":"price"}"#)
      let idle = try run(site, oracle, words)
      #expect(idle.wait() == .exit(3), "\(idle.standardError)")
      #expect(oracle.received == 15)
      let again = try run(site, oracle, words + ["--retry-failed"])
      #expect(again.wait() == .exit(0), "\(again.standardError)")
      #expect(oracle.received == 20)
      #expect(site.complaints == [])
      #expect(errors("\(site.directory)/failures.jsonl") == [])
    }

    @Test func `a resume does not check existing results again`() throws {
      let site = try Site(jobs: 3)
      let oracle = Oracle(["Hello."])
      #expect(try run(site, oracle, []).wait() == .exit(0))
      let child = try run(site, oracle, ["--expect", "json"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(oracle.received == 3)
    }

    @Test func `a wrong schema stops a run after its first twenty jobs`() throws {
      let site = try Site(jobs: 200)
      let schema = try site.folder.file("wrong.json", #"{"required":["subject"]}"#)
      let oracle = Oracle([#"{"topic":"food"}"#])
      let child = try run(
        site, oracle, ["--expect-schema", schema, "--max-attempts", "1", "--concurrency", "4"])
      #expect(child.wait() == .exit(6))
      #expect(oracle.received <= 24)
      #expect(
        child.standardError.contains(
          " cause: 20 jobs in a row failed alike: unexpected_answer: the answer: "
            + "\"subject\" is missing.\nremedy: Look at failures.jsonl: either the jobs do not say what you expect, "
            + "or the schema or the labels ask for something else."), "\(child.standardError)")
    }

    @Test(arguments: [
      (
        #"{"type":"object","unevaluatedItems":false}"#, Int32(65),
        "FILE: not a schema: 'unevaluatedItems' is not a supported keyword."
      ),
      (
        #"{"properties":{"a":{"$ref":"b.json"}}}"#, 65,
        "FILE: not a schema: /properties/a: '$ref' points to 'b.json', which is not in this file."
      ),
      (
        #"{"pattern":"^(?!a)"}"#, 65,
        "FILE: not a schema: 'pattern' cannot use the pattern '^(?!a)': negative look-ahead (?! is "
          + "not supported."
      ),
      (
        "{", 65,
        "FILE: not a schema: it is not JSON: it ends in the middle of a value, at byte 1."
      ),
      (nil, 66, "cannot open 'FILE': No such file or directory."),
    ])
    func `an unusable schema stops the run before anything is sent`(
      text: String?, status: Int32, message: String
    ) throws {
      let site = try Site(jobs: 3)
      let path = "\(site.folder.path)/s.json"
      if let text { try site.folder.file("s.json", text) }
      let oracle = Oracle(["{}"])
      let child = try run(site, oracle, ["--expect-schema", path])
      #expect(child.wait() == .exit(status))
      #expect(oracle.received == 0)
      #expect(!FileManager.default.fileExists(atPath: site.directory))
      #expect(
        child.standardError.hasPrefix("error: \(message.replacing("FILE", with: path))\n"),
        "\(child.standardError)")
    }

    @Test func `a key in an unexpected answer does not reach the message, not even a part of it`()
      throws
    {
      let canary = Canary()
      let site = try Site(jobs: 3)
      let key = try site.folder.file("key.env", "SKILLBOSS_KEY=\(canary.key)\n")
      chmod(key, 0o600)
      let schema = try site.folder.file("none.json", #"{"additionalProperties":false}"#)
      let oracle = Oracle([#"{"some words before it, KEY":1}"#])
      let child = try run(
        site, oracle, ["--expect-schema", schema, "--max-attempts", "2", "--key-file", key])
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(oracle.received == 6)
      #expect(canary.search(site.folder.path, except: ["key.env"]).found == [])
      let failures = try String(
        contentsOfFile: "\(site.directory)/failures.jsonl", encoding: .utf8)
      #expect(!failures.contains("sk-can") && failures.contains("/some words before it"))
    }
  }
}
