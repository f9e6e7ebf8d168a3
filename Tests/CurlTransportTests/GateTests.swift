import BatchRunner
import CurlTransport
import Testing

@Suite(.timeLimit(.minutes(5))) struct GateTests {
  @Test func `a closed gate holds a request before a byte leaves`() async throws {
    let server = RawServer { connection, _ in connection.answer(200) }
    defer { server.stop() }
    let client = try Client(server.base)
    client.gate.hold()
    let reply = await client.run()
    #expect(reply.error?.kind == .held)
    #expect(reply.leftAt == nil)
    #expect(server.bytesReceived == 0)
    #expect(await client.run(client.request(isProbe: true)).response?.status == 200)
  }

  @Test(arguments: [401, 402])
  func `a status line about key or balance closes the gate before the body ends`(
    status: Int
  ) async throws {
    let server = RawServer { connection, arrival in
      guard arrival.earlier == 0 else { return connection.answer(200) }
      connection.write("HTTP/1.1 \(status) No\r\nContent-Length: 10\r\n\r\n{")
      connection.waitForEnd()
    }
    defer { server.stop() }
    let client = try Client(server.base)
    client.transport.send([client.request()])
    while client.gate.isOpen {
      try Task.checkCancellation()
      await Task.yield()
    }
    #expect(await client.run().error?.kind == .held)
    client.transport.cancelAll()
    let reply = await client.replies(1)[0]
    #expect(reply.error?.kind == .cancelled)
    #expect(reply.error?.status == status)
    #expect(reply.holdsGate)
    client.gate.release()
    #expect(client.gate.isOpen)
  }

  @Test(arguments: zip([200, 400, 401, 402, 429, 500], [false, true, true, true, true, false]))
  func `a whole 4xx closes the gate once`(status: Int, holds: Bool) async throws {
    let server = RawServer { connection, _ in connection.answer(status) }
    defer { server.stop() }
    let client = try Client(server.base)
    let reply = await client.run()
    #expect(reply.response?.status == status)
    #expect(reply.holdsGate == holds)
    #expect(client.gate.isOpen == !holds)
    if holds { client.gate.release() }
    #expect(client.gate.isOpen)
  }

  @Test func `cancelling ends what was sent before it, not what is sent after`() async throws {
    let server = RawServer { connection, arrival in
      guard arrival.body == Array("quick".utf8) else { return connection.waitForEnd() }
      connection.answer(200)
    }
    defer { server.stop() }
    let client = try Client(server.base, concurrency: 2)
    client.transport.send((0..<5).map { _ in client.request() })
    await client.waitUntilLeft(2)
    client.transport.cancelAll()
    client.transport.send([client.request("quick")])
    let replies = await client.replies(6)
    #expect(replies.filter { $0.error?.kind == .cancelled }.count == 5)
    #expect(replies.filter { $0.error != nil && $0.leftAt != nil }.count == 2)
    #expect(replies.last?.response?.status == 200)
  }

  @Test func `closing ends the news, and closing twice is allowed`() async throws {
    let server = RawServer { connection, _ in connection.answer(200) }
    defer { server.stop() }
    let client = try Client(server.base)
    _ = await client.run()
    client.transport.close()
    client.transport.close()
    #expect(await client.replies(1).isEmpty)
    let late = await client.transport.get("/models", from: .baseURL)
    #expect(throws: TransportError.self) { try late.get() }
  }
}
