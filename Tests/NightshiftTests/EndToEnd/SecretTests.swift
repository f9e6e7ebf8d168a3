import Foundation
import SandboxAPI
import TestTools
import Testing

extension EndToEnd {
  @Suite struct SecretTests {
    private let canary = Canary()

    private func site(jobs: Int = 30, _ change: (inout Scenario) -> Void = { _ in }) throws -> Site
    {
      var scenario = Scenario()
      scenario.keys = .only([canary.key])
      scenario.latency = .fixed(.seconds(0.01))
      change(&scenario)
      let site = try Site(jobs: jobs, scenario)
      let key = try site.folder.file("key.env", "SKILLBOSS_KEY=\(canary.key)\n")
      chmod(key, 0o600)
      site.options = ["--plan", "none", "--key-file", key]
      return site
    }

    private func expectNoKey(_ site: Site, _ kind: String) {
      let (found, bytes) = canary.search(site.folder.path, except: ["key.env"])
      #expect(found == [], "\(kind)")
      #expect(bytes > 0)
      print("S1: \(kind): \(bytes) bytes searched, the key found \(found.count) times")
    }

    @Test func `the search finds the key in each form`() throws {
      let folder = TemporaryFolder()
      let key = Data(canary.key.utf8)
      let hex = canary.key.utf8.map { String(format: "%02x", $0) }.joined()
      for (name, text) in [
        ("raw", "x\(canary.key)x"), ("hex", hex), ("base64", key.base64EncodedString()),
        ("bearer", (Data("Bearer ".utf8) + key).base64EncodedString()),
        ("basic", (Data("a:".utf8) + key + Data("b".utf8)).base64EncodedString()),
        ("json", canary.key.replacing("/", with: "\\/")),
      ] {
        try folder.file(name, text)
      }
      #expect(
        Set(canary.search(folder.path, except: []).found.map { $0.prefix { $0 != ":" } }).count == 6
      )
    }

    @Test func `the key is nowhere after a run`() throws {
      let site = try site()
      #expect(try site.run().wait() == .exit(0))
      #expect(site.complaints == [])
      expectNoKey(site, "finished")
    }

    @Test func `the key is nowhere after a run that takes it from a variable`() throws {
      let site = try site()
      site.options = ["--plan", "none"]
      let child = try site.run(environment: ["SKILLBOSS_KEY": canary.key])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      expectNoKey(site, "variable")
    }

    @Test func `the key is nowhere after a kill, signals and a resume`() throws {
      let site = try site()
      for number in [SIGKILL, SIGTERM, SIGINT] {
        let child = try site.start()
        site.waitForRequests(site.server.stats.received + 4, of: child)
        child.signal(number)
        child.wait()
        expectNoKey(site, "signal \(number)")
      }
      #expect(try site.run().wait() == .exit(0))
      expectNoKey(site, "resumed")
    }

    @Test func `the key is nowhere after it was refused`() throws {
      let site = try site { $0.keys = .only(["sk-another-0123456789"]) }
      #expect(try site.run().wait() == .exit(5))
      expectNoKey(site, "refused")
    }

    @Test func `the key is nowhere after the balance ran out`() throws {
      let site = try site { $0.credits = 5 }
      #expect(try site.run().wait() == .exit(4))
      expectNoKey(site, "empty balance")
    }

    @Test func `the key is nowhere after a full disk`() throws {
      let site = try site(jobs: 200)
      let child = try site.start(
        words: ["/bin/sh", "-c", "ulimit -f 20; exec \"$@\"", "sh"] + site.words([]))
      #expect(child.wait() == .exit(74), "\(child.standardError)")
      expectNoKey(site, "full disk")
    }

    @Test func `the key is nowhere after faults`() throws {
      let site = try site {
        $0.faults[.droppedMidAnswer] = 0.2
        $0.faults[.truncatedJSON] = 0.2
        $0.faults[.withoutChoices] = 0.1
      }
      let child = try site.run()
      #expect(child.wait() == .exit(0) || child.wait() == .exit(3), "\(child.standardError)")
      #expect(site.complaints == [])
      expectNoKey(site, "faults")
    }

    enum Echo: String, CaseIterable {
      case raw, base64, hex

      func text(_ authorization: String) -> String {
        switch self {
        case .raw: authorization
        case .base64: Data(authorization.utf8).base64EncodedString()
        case .hex: authorization.utf8.map { String(format: "%02x", $0) }.joined()
        }
      }
    }

    @Test(arguments: Echo.allCases, [200, 400, 404, 500, 201])
    func `a key that a server sends back is not stored`(echo: Echo, status: Int) throws {
      let site = try site(jobs: 6)
      let stub = StubServer { request in
        let text = echo.text(request.authorization)
        switch status {
        case 200: return (200, StubServer.completion("You sent \(text)."))
        case 201: return (200, "no JSON: \(text)")
        default: return (status, #"{"error":{"message":"Bad key \#(text)","code":"\#(text)"}}"#)
        }
      }
      defer { stub.stop() }
      let words = [
        BuiltProgram.path, "run", site.file, "--base-url", stub.baseURL, "--max-attempts", "2",
        "--max-outage", "1s",
      ]
      let child = try site.start(words: words + site.options)
      child.wait()
      #expect(stub.received > 0)
      expectNoKey(site, "echoed \(echo.rawValue) with \(status)")
    }

    @Test(arguments: ["000", "077"])
    func `only the owner can read the files, whatever the umask`(mask: String) throws {
      let site = try site { $0.faults[.withoutChoices] = 0.3 }
      let child = try site.start(
        words: ["/bin/sh", "-c", "umask \(mask); exec \"$@\"", "sh"] + site.words([]))
      site.waitForRequests(10, of: child)
      child.stop()
      // An incomplete line, so that bytes are moved to the salvage folder.
      let results = FileHandle(forWritingAtPath: "\(site.directory)/results.jsonl")
      try #require(results).seekToEndOfFile()
      results?.write(Data("{\"torn".utf8))
      try results?.close()
      let again = try site.start(
        words: ["/bin/sh", "-c", "umask \(mask); exec \"$@\"", "sh"] + site.words([]))
      again.wait()
      let paths = FileManager.default.subpaths(atPath: site.directory) ?? []
      #expect(Set(paths).isSuperset(of: ["results.jsonl", "journal.jsonl", "run.json", "salvage"]))
      #expect(Self.mode(site.directory) == S_IFDIR | 0o700)
      for path in paths {
        let mode = Self.mode("\(site.directory)/\(path)")
        #expect(mode == S_IFDIR | 0o700 || mode == S_IFREG | 0o600, "\(path)")
      }
    }

    private static func mode(_ path: String) -> mode_t {
      var status = stat()
      lstat(path, &status)
      return status.st_mode
    }
  }
}
