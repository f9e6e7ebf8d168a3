import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct SandboxServerTests {
  private static let post = """
    POST /v1/chat/completions HTTP/1.1\r
    Host: sandbox\r
    Content-Length: \(chatBody.utf8.count)\r
    \r
    \(chatBody)
    """

  private func withServer(
    _ scenario: Scenario = .instant, _ body: (SandboxServer, TinyClient) throws -> Void
  ) throws {
    let server = SandboxServer(scenario)
    try server.start()
    defer { server.stop() }
    try body(server, TinyClient(port: server.port))
  }

  @Test func `one connection carries request after request`() throws {
    try withServer { server, client in
      for _ in 0..<3 {
        client.say(Self.post)
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(answer.head.contains("Content-Type: application/json\r\n"))
        #expect(answer.head.contains("X-Request-Id: req_"))
        #expect(answer.body.hasPrefix(#"{"id":"chatcmpl-"#))
      }
      #expect(server.stats.acceptedBodies == [XXHash64.hash(chatBody): 3])
    }
  }

  @Test func `pipelined requests are answered in their order`() throws {
    var scenario = Scenario.instant
    scenario.latency = .uniform(0...0.01)
    try withServer(scenario) { _, client in
      let models = "GET /v1/models HTTP/1.1\r\n\r\n"
      client.say(Self.post + models + Self.post)
      try #expect(client.answer().body.contains("chat.completion"))
      try #expect(client.answer().body.contains(#""object":"list""#))
      try #expect(client.answer().body.contains("chat.completion"))
    }
  }

  @Test func `a request may come in pieces`() throws {
    try withServer { _, client in
      for character in Self.post { client.say(String(character)) }
      try #expect(client.answer().status == 200)
    }
  }

  @Test func `a chunked body is put together`() throws {
    try withServer { server, client in
      let half = chatBody.utf8.count / 2
      let (first, second) = (chatBody.prefix(half), chatBody.dropFirst(half))
      client.say("POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
      client.say("\(String(half, radix: 16));note=1\r\n\(first)\r\n")
      client.say("\(String(second.utf8.count, radix: 16))\r\n\(second)\r\n0\r\nTrailer: x\r\n\r\n")
      try #expect(client.answer().status == 200)
      #expect(server.stats.acceptedBodies == [XXHash64.hash(chatBody): 1])
    }
  }

  @Test(
    arguments: zip(
      [
        "nonsense\r\n\r\n", "GET / HTTP/3\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 67108865\r\n\r\n",
        "GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 65_517),
      ], [400, 400, 400, 400, 400, 413, 431]))
  func `a request that cannot be read ends the connection`(text: String, status: Int) throws {
    try withServer { _, client in
      client.say(text)
      let answer = try client.answer()
      #expect(answer.status == status)
      #expect(answer.head.contains("Connection: close\r\n"))
      try #expect(client.rest().isEmpty)
    }
  }

  @Test func `a connection drops before the answer`() throws {
    var scenario = Scenario.instant
    scenario.faults.dropBefore = 1
    try withServer(scenario) { server, client in
      client.say(Self.post)
      try #expect(client.rest().isEmpty)
      #expect(server.stats.drops == 1)
    }
  }

  @Test func `a connection drops in the middle of the answer`() throws {
    var scenario = Scenario.instant
    scenario.faults.dropMiddle = 1
    try withServer(scenario) { _, client in
      client.say(Self.post)
      let head = try client.text(upTo: "\r\n\r\n")
      let announced = head.split(separator: "\r\n").last { $0.hasPrefix("Content-Length: ") }
      let rest = try client.rest()
      #expect(rest.hasPrefix("{"))
      #expect(
        announced == "Content-Length: \(rest.utf8.count * 2)"
          || announced == "Content-Length: \(rest.utf8.count * 2 + 1)")
    }
  }

  @Test func `a dropped request frees its place`() throws {
    var scenario = Scenario.instant
    scenario.concurrency = 1
    scenario.latency = .fixed(0.001)
    scenario.faults.dropBefore = 1
    try withServer(scenario) { server, client in
      client.say(Self.post)
      try #expect(client.rest().isEmpty)
      let second = try TinyClient(port: server.port)
      second.say(Self.post)
      try #expect(second.rest().isEmpty)
      #expect(server.stats.drops == 2)
    }
  }

  @Test func `a place is taken until its answer is sent`() throws {
    var scenario = Scenario.instant
    scenario.concurrency = 1
    scenario.latency = .fixed(3600)
    try withServer(scenario) { server, client in
      client.say("GET /v1/models HTTP/1.1\r\n\r\n" + Self.post)
      _ = try client.answer()
      let second = try TinyClient(port: server.port)
      second.say(Self.post)
      let answer = try second.answer()
      #expect(answer.status == 429)
      #expect(answer.head.contains("Retry-After: 1\r\n"))
      #expect(server.stats.largestConcurrency == 2)
    }
  }

  @Test func `a stream comes in chunks`() throws {
    try withServer { _, client in
      let body = #"{"model":"m","messages":[{}],"stream":true}"#
      client.say(
        "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
      let head = try client.text(upTo: "\r\n\r\n")
      #expect(head.contains("Content-Type: text/event-stream\r\n"))
      #expect(head.contains("Transfer-Encoding: chunked\r\n"))
      let events = try client.text(upTo: "\r\n0\r\n\r\n")
      #expect(events.hasSuffix("\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"))
      client.say(Self.post)
      try #expect(client.answer().status == 200)
    }
  }

  @Test func `a client that waits for leave gets it`() throws {
    try withServer { _, client in
      client.say(
        """
        POST /v1/chat/completions HTTP/1.1\r
        Expect: 100-continue\r
        Content-Length: \(chatBody.utf8.count)\r\n\r\n
        """)
      try #expect(client.answer().status == 100)
      client.say(chatBody)
      try #expect(client.answer().status == 200)
    }
  }

  @Test func `the stats and the balance can be asked for`() throws {
    var scenario = Scenario.starter
    scenario.latency = .fixed(0)
    scenario.credits = 20
    try withServer(scenario) { server, client in
      client.say(Self.post)
      try #expect(client.answer().head.contains("X-RateLimit-Remaining: 59\r\n"))
      client.say("GET /api/me/balance HTTP/1.1\r\n\r\n")
      try #expect(client.answer().body.hasSuffix(#""credits":19}"#))
      server.setCredits(0)
      client.say(Self.post)
      try #expect(client.answer().status == 402)
      client.say("POST /sandbox/balance?credits=5 HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
      try #expect(client.answer().body.hasSuffix(#""credits":5}"#))
      client.say("GET /sandbox/stats HTTP/1.1\r\nConnection: close\r\n\r\n")
      try #expect(client.answer().body.hasPrefix(#"{"received":2,"accepted":1,"#))
      try #expect(client.rest().isEmpty)
    }
  }

  @Test func `the key can be changed while it runs`() throws {
    try withServer { server, client in
      server.accept(key: "sk-new")
      client.say(Self.post)
      try #expect(client.answer().status == 401)
    }
  }

  @Test func `a port that is taken is named`() throws {
    try withServer { server, _ in
      let second = SandboxServer(.instant, port: server.port)
      #expect(throws: SandboxError.portInUse(server.port)) { try second.start() }
      #expect(
        SandboxError.portInUse(8787).problem == "Port 8787 of this machine is in use.")
    }
  }

  @Test func `stopping twice is stopping once, and ends connections`() throws {
    try withServer { server, client in
      client.say(Self.post)
      _ = try client.answer()
      server.stop()
      server.stop()
      try #expect(client.rest().isEmpty)
      #expect(throws: SandboxError.notStartable) { try server.start() }
    }
  }
}
