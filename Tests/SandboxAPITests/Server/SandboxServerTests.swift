import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct SandboxServerTests {
  private static let json = ["Content-Type: application/json"]

  /// A server whose answers are not due before the test ends.
  private static func slow(concurrency: Int? = nil) throws -> SandboxServer {
    var scenario = Scenario()
    scenario.latency = .fixed(.seconds(3600))
    scenario.concurrency = concurrency
    let server = SandboxServer(scenario: scenario)
    try server.start()
    return server
  }

  /// Sends a chat request and returns when the server has read it. Polls the server, because the
  /// answer is not due yet.
  private static func post(to server: SandboxServer) throws -> WireClient {
    let client = try WireClient(port: server.port)
    client.send("POST", "/v1/chat/completions", json, Chat.body())
    let other = try WireClient(port: server.port)
    while server.stats.received == 0 {
      other.send("GET", "/v1/models", [], "")
      _ = other.receive()
    }
    return client
  }

  @Test func `a client that disconnects no longer counts as a concurrent request`() throws {
    let server = try Self.slow(concurrency: 1)
    var client: WireClient? = try Self.post(to: server)
    let other = try WireClient(port: server.port)
    other.send("POST", "/v1/chat/completions", Self.json, Chat.body())
    #expect(other.receive()?.status == 429)
    _ = client
    client = nil
    while server.stats.concurrency > 0 {
      other.send("GET", "/v1/models", [], "")
      _ = other.receive()
    }
    #expect(server.stats.abandoned == 1)
    #expect(server.stats.overConcurrency == 1)
  }

  @Test func `stopping closes waiting connections and frees the port`() throws {
    let server = try Self.slow()
    let port = server.port
    let client = try Self.post(to: server)
    server.stop()
    #expect(client.receive() == nil)
    #expect(server.stats.abandoned == 1)
    let next = SandboxServer(scenario: Scenario(), port: port)
    try next.start()
    #expect(next.baseURL == "http://127.0.0.1:\(port)/v1")
    next.stop()
    next.stop()
  }

  @Test func `the error for a port in use names the port`() throws {
    let server = try Self.slow()
    let port = server.port
    let error = #expect(throws: SandboxServerError.self) {
      try SandboxServer(scenario: Scenario(), port: port).start()
    }
    #expect(error == .portInUse(port))
    #expect(error?.problem == "Port \(port) of 127.0.0.1 is in use.")
    #expect(error?.remedy == "Choose another port with --port. 0 chooses any free port.")
  }

  @Test func `answers that wait at the same time are all sent`() throws {
    var scenario = Scenario()
    scenario.latency = .fixed(.milliseconds(30))
    let server = SandboxServer(scenario: scenario)
    try server.start()
    let clients = try (0..<20).map { _ in try WireClient(port: server.port) }
    for client in clients { client.send("POST", "/v1/chat/completions", Self.json, Chat.body()) }
    for client in clients { #expect(client.receive()?.status == 200) }
    #expect(server.stats.answered == 20)
    #expect(server.stats.concurrency == 0)
    #expect(server.stats.largestConcurrency > 1)
  }

  @Test func `a refused connection is reset, and counted as an outage`() throws {
    var scenario = Scenario()
    scenario.outages = [Scenario.Outage(from: .zero, to: .seconds(3600), kind: .refused)]
    let sandbox = try TestedSandbox(scenario, in: .wire)
    #expect(try sandbox.post() == nil)
    #expect(try sandbox.get("/v1/models") == nil)
    #expect(try sandbox.get("/sandbox/stats")?.status == 200)
    #expect(sandbox.stats.received == 1)
    #expect(sandbox.stats.faults == 1)
  }

  @Test func `credits can be set from outside`() throws {
    let server = SandboxServer(scenario: Scenario())
    try server.start()
    server.setCredits(0)
    let client = try WireClient(port: server.port)
    client.send("POST", "/v1/chat/completions", Self.json, Chat.body())
    #expect(client.receive()?.status == 402)
  }
}
