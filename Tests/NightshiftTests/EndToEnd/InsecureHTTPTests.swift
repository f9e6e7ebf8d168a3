import Foundation
import Synchronization
import TestTools
import Testing

extension EndToEnd {
  /// Plain http to a machine that is not this one: a server on this machine's own network address
  /// stands for it.
  @Suite(
    .enabled(if: OwnAddress.ipv4 != nil, "needs a network address that is not loopback"))
  struct InsecureHTTPTests {
    /// A server on the network address, which keeps what arrives.
    private final class Host: Sendable {
      private let heads = Mutex<[String]>([])
      private let stub = Mutex<StubServer?>(nil)

      init(status: Int = 200) {
        let server = StubServer(isOnNetwork: true) { [weak self] request in
          self?.heads.withLock { $0.append(request.head) }
          if request.head.hasPrefix("GET /api/me/balance") { return (200, #"{"credits":80}"#) }
          if request.head.hasPrefix("GET ") { return (200, #"{"data":[]}"#) }
          return (status, StubServer.completion("fine"))
        }
        stub.withLock { $0 = server }
      }

      deinit {
        stub.withLock { $0?.stop() }
      }

      var origin: String {
        "http://\(OwnAddress.ipv4 ?? ""):\(stub.withLock { $0?.port ?? 0 })"
      }
      var all: [String] { heads.withLock { $0 } }

      /// How many requests had an `Authorization` header, or the key anywhere in their head.
      func count(with key: String) -> Int {
        all.count { $0.lowercased().contains("authorization") || $0.contains(key) }
      }
    }

    private let canary = Canary()
    private let folder = TemporaryFolder()

    private func jobs() throws -> String {
      // The key of `.env` is never sent in clear either.
      try folder.file(".env", "SKILLBOSS_KEY=\(canary.key)\n")
      return try folder.file("jobs.jsonl", (0..<4).map { Site.line("job-\($0)") }.joined())
    }

    private func run(_ words: [String], _ environment: [String: String] = [:]) throws -> Child {
      var surroundings = ["SKILLBOSS_KEY": canary.key, "SKILLBOSS_API_KEY": canary.key]
      surroundings.merge(environment) { $1 }
      // The program looks for `.env` in its working directory.
      let child = try Child(
        ["/bin/sh", "-c", "cd '\(folder.path)' && exec \"$@\"", "sh", BuiltProgram.path] + words,
        in: folder.path, environment: surroundings, name: "run-\(UInt64.random(in: 0...(.max)))")
      child.wait()
      return child
    }

    private func run(
      _ host: Host, _ options: [String] = [], _ environment: [String: String] = [:]
    ) throws -> Child {
      let words = ["run", try jobs(), "--base-url", host.origin + "/v1", "--plan", "none"]
      return try run(words + ["--progress", "none"] + options, environment)
    }

    private func keyFile() throws -> [String] {
      let path = try folder.file("key.env", "SKILLBOSS_KEY=\(canary.key)\n")
      chmod(path, 0o600)
      return ["--key-file", path]
    }

    @Test func `without the option nothing is sent, and the error names it`() throws {
      let host = Host()
      let child = try run(host)
      #expect(child.wait() == .exit(64))
      #expect(
        child.standardError == """
          error: --base-url: '\(host.origin)/v1' is not encrypted, so everybody on the way could read \
          prompts and answers.
           help: Use https://. If you trust the network, add --insecure-http: then no key is sent, \
          unless --key-file names one.

          """)
      #expect(host.all == [])
    }

    @Test func `with the option jobs run, no key is sent, and one line says who can read them`()
      throws
    {
      let host = Host()
      let child = try run(host, ["--insecure-http"])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(host.all.count == 4)
      print("S2: plain http: \(host.count(with: canary.key)) of 4 requests with a key")
      #expect(host.count(with: canary.key) == 0)
      #expect(
        child.standardError.contains(
          """
          warning: \(host.origin) is not encrypted: everybody on the way can read prompts and \
          answers. No key is sent.
           help: Use https:// where the server has it. To send a key anyway, name it with --key-file.

          """), "\(child.standardError)")
    }

    @Test func `a key that is named on purpose is sent, and the line says so`() throws {
      let host = Host()
      let child = try run(host, ["--insecure-http"] + keyFile())
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(host.all.count == 4 && host.count(with: "Bearer \(canary.key)") == 4)
      #expect(
        child.standardError.contains(
          """
          warning: \(host.origin) is not encrypted: everybody on the way can read prompts and \
          answers, and the key from --key-file.

          """), "\(child.standardError)")
    }

    @Test func `the balance and the check of the key obey the same rule`() throws {
      let host = Host()
      let balance = try run(host, ["--insecure-http", "--min-credits", "20"])
      #expect(balance.wait() == .exit(0), "\(balance.standardError)")
      #expect(host.all.contains { $0.hasPrefix("GET /api/me/balance ") })
      let check = ["key", "check", "--base-url", host.origin + "/v1"]
      #expect(try run(check).wait() == .exit(64))
      let withOption = try run(check + ["--insecure-http"])
      #expect(withOption.wait() == .exit(0), "\(withOption.standardError)")
      #expect(host.all.last?.hasPrefix("GET /v1/models ") == true)
      #expect(host.count(with: canary.key) == 0)
      #expect(try run(check + ["--insecure-http"] + keyFile()).wait() == .exit(0))
      #expect(host.count(with: canary.key) == 1)
    }

    @Test func `a key that is refused is read again by the same rule`() throws {
      let host = Host(status: 401)
      let child = try run(host, ["--insecure-http"])
      #expect(child.wait() == .exit(5), "\(child.standardError)")
      #expect(host.count(with: canary.key) == 0)
      #expect(child.standardError.contains("no key was sent"), "\(child.standardError)")
    }

    @Test func `the variable of the base URL obeys the same rule`() throws {
      let host = Host()
      let words = ["run", try jobs(), "--plan", "none", "--progress", "none"]
      let variable = ["SKILLBOSS_BASE_URL": host.origin]
      let refused = try run(words, variable)
      #expect(refused.wait() == .exit(64))
      #expect(refused.standardError.hasPrefix("error: SKILLBOSS_BASE_URL: '\(host.origin)' is not"))
      #expect(try run(words + ["--insecure-http"], variable).wait() == .exit(0))
      #expect(host.all.count == 4 && host.count(with: canary.key) == 0)
    }

    /// libcurl hands a plain http request, key and all, to the proxy of `http_proxy`.
    @Test func `a proxy of the environment sees nothing`() throws {
      let (host, proxy) = (Host(), Host())
      let child = try run(
        host, ["--insecure-http"] + keyFile(),
        ["http_proxy": proxy.origin, "all_proxy": proxy.origin, "ALL_PROXY": proxy.origin])
      #expect(child.wait() == .exit(0), "\(child.standardError)")
      #expect(host.all.count == 4 && proxy.all == [])
    }

    @Test func `a redirect is not followed`() throws {
      let other = Host()
      let host = StubServer(isOnNetwork: true) { _ in
        (307, "", headers: "Location: \(other.origin)/v1/chat/completions\r\n")
      }
      defer { host.stop() }
      let base = "http://\(OwnAddress.ipv4 ?? ""):\(host.port)/v1"
      let words = ["run", try jobs(), "--base-url", base, "--plan", "none", "--progress", "none"]
      let child = try run(words + ["--insecure-http"] + keyFile())
      #expect(child.wait() == .exit(3), "\(child.standardError)")
      #expect(host.received == 4 && other.all == [])
    }
  }
}
