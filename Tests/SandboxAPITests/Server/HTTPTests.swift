import BatchRunner
import SandboxAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPTests {
  private let server: SandboxServer
  private let client: WireClient

  init() throws {
    var scenario = Scenario()
    scenario.bodyLimit = 100_000
    server = SandboxServer(scenario: scenario)
    try server.start()
    client = try WireClient(port: server.port)
  }

  private static let head =
    "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

  private static func request(_ prompt: String = "hello there", _ more: String = "") -> String {
    let body = Chat.body(prompt)
    return head + more + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
  }

  @Test func `one connection serves many requests`() {
    for _ in 0..<50 {
      client.send(Self.request())
      #expect(client.receive()?.status == 200)
    }
    #expect(server.stats.answered == 50)
  }

  @Test func `requests sent before earlier answers arrive are answered in order`() {
    let prompts = ["one", "two", "three"]
    client.send(prompts.map { Self.request($0) }.joined())
    for prompt in prompts {
      #expect(client.receive()?.content?.hasPrefix(prompt) == true)
    }
  }

  @Test func `a request that arrives byte by byte is read`() {
    for byte in Self.request() { client.send(String(byte)) }
    #expect(client.receive()?.status == 200)
  }

  @Test func `a chunked request is decoded`() {
    let body = Chat.body("alpha beta")
    let (first, second) = (body.prefix(20), body.dropFirst(20))
    client.send(
      Self.head + "Transfer-Encoding: chunked\r\n\r\n"
        + "\(String(first.utf8.count, radix: 16));x=y\r\n\(first)\r\n"
        + "\(String(second.utf8.count, radix: 16, uppercase: true))\r\n\(second)\r\n"
        + "0\r\nTrailer: 1\r\n\r\n" + Self.request("after"))
    #expect(client.receive()?.content?.contains("alpha") == true)
    #expect(client.receive()?.content?.contains("after") == true)
    #expect(server.stats.copies(of: Array(body.utf8)).accepted == 1)
  }

  @Test(arguments: [false, true])
  func `a client that expects it gets a 100 Continue`(isChunked: Bool) {
    let body = Chat.body()
    let length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.utf8.count)"
    client.send(Self.head + "Expect: 100-continue\r\n\(length)\r\n\r\n")
    #expect(client.receive()?.status == 100)
    client.send(
      isChunked ? "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n" : body)
    #expect(client.receive()?.status == 200)
  }

  @Test(arguments: [
    ("GARBAGE\r\n\r\n", 400), ("GET /v1/models HTTP/2.0\r\n\r\n", 400),
    ("GET v1/models HTTP/1.1\r\n\r\n", 400), ("GET  HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nNo colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
    (head + "Content-Length: -1\r\n\r\n", 400), (head + "Content-Length: 1e3\r\n\r\n", 400),
    (head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
    (head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (head + "Transfer-Encoding: gzip\r\n\r\n", 400),
    (head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    (head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
    (head + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400),
    (head + "Content-Length: 100001\r\n\r\n", 413),
    (head + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413),
    (head + "X: " + String(repeating: "x", count: 70_000), 431),
  ])
  func `an invalid request is refused, and its connection is closed`(text: String, status: Int) {
    client.send(text)
    #expect(client.receive()?.status == status)
    #expect(client.isAtEnd())
    #expect(server.stats.accepted == 0)
  }

  @Test func `a body must be declared as JSON`() {
    client.send("POST", "/v1/chat/completions", ["Content-Type: text/plain"], Chat.body())
    #expect(client.receive()?.status == 415)
    client.send("POST", "/v1/chat/completions", [], Chat.body())
    #expect(client.receive()?.status == 415)
  }

  @Test(arguments: [
    ("Connection: close\r\n", "1.1", true), ("", "1.0", true),
    ("Connection: keep-alive\r\n", "1.0", false), ("", "1.1", false),
  ])
  func `a connection stays open or closes as the client asks`(
    header: String, version: String, ends: Bool
  ) {
    client.send("GET /v1/models HTTP/\(version)\r\n\(header)\r\n")
    #expect(client.receive()?.status == 200)
    if !ends { client.send("GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n") }
    if !ends { #expect(client.receive()?.status == 200) }
    #expect(client.isAtEnd())
  }

  @Test func `a large body is read whole`() {
    client.send(Self.request(String(repeating: "word ", count: 15_000)))
    #expect(client.receive()?.status == 200)
    #expect(server.stats.inputTokens == 18_756)
  }

  @Test func `answers carry a date and an id`() throws {
    client.send(Self.request())
    let response = try #require(client.receive())
    #expect(response.headers.date?.hasSuffix(" GMT") == true)
    #expect(response.headers.date?.count == 29)
    #expect(response.headers.requestID?.hasPrefix("req_") == true)
  }

  @Test func `a stream comes as events`() throws {
    let body = Chat.body("x", #","stream":true,"stream_options":{"include_usage":true}"#)
    client.send("POST", "/v1/chat/completions", ["Content-Type: application/json"], body)
    let response = try #require(client.receive())
    let events = response.text.split(separator: "\n\n").map(String.init)
    #expect(events.allSatisfy { $0.hasPrefix("data: ") })
    #expect(events.first?.contains(#""delta":{"role":"assistant","content":""}"#) == true)
    #expect(events.last == "data: [DONE]")
    #expect(events.dropLast().last?.contains(#""choices":[],"usage":{"prompt_tokens":7,"#) == true)
    #expect(events.dropLast(2).last?.contains(#""finish_reason":"stop""#) == true)
    for event in events.dropLast() {
      #expect(Response(status: 200, body: Array(event.dropFirst(6).utf8)).isJSON)
    }
    client.send(Self.request())
    #expect(client.receive()?.status == 200)
  }
}
