import Foundation
import SandboxAPI
import Synchronization
import Testing

extension EndToEnd {
  @Suite struct AskingAgainTests {
    /// A server that answers by what a request asks for, and keeps all requests.
    private final class Listener: Sendable {
      private let heard = Mutex<[StubServer.Request]>([])
      private let stub = Mutex<StubServer?>(nil)

      /// `answer` gets the request's body and how many came before.
      init(_ answer: @escaping @Sendable (String, Int) -> (status: Int, body: String)) {
        stub.withLock {
          $0 = StubServer { [unowned self] request in
            let number = heard.withLock { heard in
              heard.append(request)
              return heard.count - 1
            }
            return answer(request.body, number)
          }
        }
      }

      deinit {
        stub.withLock { $0?.stop() }
      }

      var bodies: [String] { heard.withLock { $0.map(\.body) } }
      var baseURL: String { stub.withLock { $0?.baseURL ?? "" } }

      /// The values of a header, request by request.
      func headers(_ name: String) -> [String] {
        heard.withLock { $0 }.map { request in
          let lines = request.head.components(separatedBy: "\r\n")
          let line = lines.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
          return line.map { String($0.dropFirst(name.count + 2)) } ?? ""
        }
      }

      static func answer(_ text: String, finish: String = "stop") -> (status: Int, body: String) {
        let quoted = text.replacing("\"", with: "\\\"")
        let body = StubServer.completion(quoted)
        return (200, body.replacing("\"stop\"", with: "\"\(finish)\""))
      }
    }

    private static let body =
      #"{"model": "m", "max_tokens": 50, "messages": [{"role": "user", "content": "max_tokens 50"}]}"#

    /// Runs one job with these options.
    private func run(_ listener: Listener, _ options: [String], body: String = Self.body) throws
      -> (site: Site, child: Child)
    {
      let site = try Site(jobs: 1)
      let line = #"{"custom_id":"job-0","body":\#(body)}"# + "\n"
      try line.write(toFile: site.file, atomically: true, encoding: .utf8)
      let child = try site.start(
        words: [
          BuiltProgram.path, "run", site.file, "--base-url", listener.baseURL, "--progress",
          "none", "--plan", "none",
        ] + options)
      child.wait()
      #expect(site.complaints == [])
      return (site, child)
    }

    /// The member `nightshift` of the first line of a file.
    private func marks(_ site: Site, _ file: String = "results") -> [String: Any] {
      var complaints: [String] = []
      let lines = Checker.objects("\(site.directory)/\(file).jsonl", &complaints)
      return lines.first?["nightshift"] as? [String: Any] ?? [:]
    }

    private func count(_ site: Site, _ file: String) -> Int {
      var complaints: [String] = []
      return Checker.objects("\(site.directory)/\(file).jsonl", &complaints).count
    }

    @Test func `a cut-off answer is asked for with twice the limit, until it is whole`() throws {
      let listener = Listener { body, _ in
        let isEnough = body.contains("\"max_tokens\": 200")
        return Listener.answer("Once", finish: isEnough ? "stop" : "length")
      }
      let (site, child) = try run(listener, ["--retry-truncated"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(
        listener.bodies
          == [50, 100, 200].map { Self.body.replacing("\": 50", with: "\": \($0)") })
      #expect(marks(site)["attempts"] as? Int == 3 && marks(site)["flags"] == nil)
      #expect(count(site, "unusable") == 2)
      #expect(child.standardError.contains("retries        2 (truncated: 2)\n"))
      let status = try site.start(words: [BuiltProgram.path, "status", site.directory])
      status.wait()
      #expect(
        status.standardOutput.contains("\nagain      answers asked again: 2 (truncated: 2)\n"))
    }

    @Test func `if more tokens are refused, the cut-off answer is the result`() throws {
      let listener = Listener { body, _ in
        body.contains("\"max_tokens\": 50")
          ? Listener.answer("Once", finish: "length")
          : (400, #"{"error":{"message":"max_tokens is too large"}}"#)
      }
      let (site, child) = try run(listener, ["--retry-truncated"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(listener.bodies.count == 2)
      #expect(marks(site)["flags"] as? [String] == ["truncated"])
      #expect(marks(site)["attempts"] as? Int == 2)
      #expect(child.standardError.contains("truncated      1 result ended at max_tokens\n"))
      let again = try run(on: site, listener)
      #expect(again.wait() == .exit(0) && listener.bodies.count == 2)
    }

    private func run(
      on site: Site, _ listener: Listener, _ options: [String] = ["--plan", "none"]
    ) throws -> Child {
      try site.start(
        words: [
          BuiltProgram.path, "run", site.file, "--base-url", listener.baseURL, "--progress",
          "none", "--retry-truncated",
        ] + options)
    }

    @Test func `an empty answer is asked for as it was, each time with a key of its own`() throws {
      let listener = Listener { _, number in Listener.answer(number < 2 ? " " : "Once") }
      let (site, child) = try run(listener, ["--retry-empty", "--idempotency-key"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(listener.bodies == Array(repeating: Self.body, count: 3))
      #expect(Set(listener.headers("Idempotency-Key")).count == 3)
      #expect(marks(site)["flags"] == nil && count(site, "unusable") == 2)
    }

    @Test func `if all answers are empty, the last one is the result`() throws {
      let listener = Listener { _, _ in Listener.answer("") }
      let (site, child) = try run(listener, ["--retry-empty", "--max-attempts", "3"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(listener.bodies.count == 3)
      #expect(marks(site)["flags"] as? [String] == ["empty"])
      #expect(count(site, "unusable") == 2 && count(site, "failures") == 0)
    }

    private static func corrected(_ answer: String, _ complaint: String) -> String {
      body.replacing(
        "}]",
        with: #"},{"role":"assistant","content":"\#(answer)"},{"role":"user","content":"#
          + #""This answer cannot be used: \#(complaint). Answer again with the JSON only, "#
          + #"without any other text."}]"#)
    }

    @Test func `the model is shown its answer and the complaint`() throws {
      let texts = ["Sure!", #"{"a":1} Done."#, "{}"]
      let listener = Listener { _, number in Listener.answer(texts[min(number, 2)]) }
      let (site, child) = try run(listener, ["--expect", "json", "--correct"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(
        listener.bodies == [
          Self.body, Self.corrected("Sure!", "the answer is not JSON: unexpected 'S'"),
          Self.corrected(
            #"{\"a\":1} Done."#, "the answer is not JSON: text after the end of the value"),
        ])
      #expect(marks(site)["corrections"] as? Int == 2)
      #expect(marks(site)["attempts"] as? Int == 3 && count(site, "unusable") == 2)
    }

    @Test func `if no correction helps, the job fails with its last answer`() throws {
      let listener = Listener { _, _ in Listener.answer("Sure!") }
      let (site, child) = try run(
        listener, ["--expect", "json", "--correct", "--max-attempts", "3"])
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(listener.bodies.count == 3 && marks(site, "failures")["corrections"] as? Int == 2)
    }

    /// The simulated API cuts an answer off at the limit of its request, so it sees each doubling.
    @Test func `the simulated API gives whole answers when it is asked for more`() throws {
      var scenario = Scenario()
      scenario.latency = .fixed(.zero)
      let site = try Site(jobs: 40, scenario)
      let lines = site.jobs.map {
        Site.line($0).replacing(#""messages""#, with: #""max_tokens":8,"messages""#)
      }
      try lines.joined().write(toFile: site.file, atomically: true, encoding: .utf8)
      let words = ["--plan", "none", "--max-attempts", "20"]
      let child = try site.run(words + ["--retry-truncated"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(site.complaints == [])
      #expect(site.server.stats.received > 80)
      let results = try String(contentsOfFile: "\(site.directory)/results.jsonl", encoding: .utf8)
      #expect(!results.contains("\"flags\"") && !results.contains("\"length\""))
      #expect(count(site, "unusable") == site.server.stats.received - 40)
    }

    /// One start a minute: after the first answer the job waits to be asked again.
    @Test(arguments: [SIGTERM, SIGKILL])
    func `an answer that waits to be asked again is stored if the run stops, and never lost`(
      signal: Int32
    ) throws {
      let listener = Listener { _, _ in Listener.answer("Once", finish: "length") }
      let site = try Site(jobs: 1)
      let line = #"{"custom_id":"job-0","body":\#(Self.body)}"# + "\n"
      try line.write(toFile: site.file, atomically: true, encoding: .utf8)
      let child = try run(on: site, listener, ["--plan", "starter", "--rpm", "1"])
      while count(site, "unusable") == 0, child.isRunning { usleep(2000) }
      child.signal(signal)
      if signal == SIGTERM {
        #expect(child.wait() == .exit(0), "\(child.standardError)")
        #expect(marks(site)["flags"] as? [String] == ["truncated"])
      } else {
        child.wait()
        #expect(count(site, "results") == 0)
      }
      #expect(count(site, "unusable") == 1 && listener.bodies.count == 1)
    }

    @Test func `an estimate says what asking again costs at most`() throws {
      let site = try Site(jobs: 1)
      let line = #"{"custom_id":"job-0","body":\#(Self.body)}"# + "\n"
      try line.write(toFile: site.file, atomically: true, encoding: .utf8)
      let child = try site.start(
        words: [
          BuiltProgram.path, "estimate", site.file, "--retry-truncated", "--max-attempts", "3",
          "--json",
        ])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(child.standardOutput.contains(#""answers_per_job":3"#))
      #expect(child.standardOutput.contains(#""tokens_out":{"ceiling":350,"#))
    }
  }
}
