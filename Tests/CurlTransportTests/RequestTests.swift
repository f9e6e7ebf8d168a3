import BatchRunner
import CurlTransport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct RequestTests {
  @Test func `a request has the key, the exact body, and no other headers`() async throws {
    let server = RawServer { connection, _ in
      connection.answer(200, "[1]", headers: "RETRY-after:  7 \r\nX-Request-ID: r1\r\nOther: x\r\n")
    }
    defer { server.stop() }
    let client = try Client(server.base)
    let body = "{\"a\": \"\u{e9}\"}\r\n"
    let response = await client.run(client.request(body, idempotencyKey: "job-1")).response
    #expect(response?.body == Array("[1]".utf8))
    #expect(response?.headers.retryAfter == "7")
    #expect(response?.headers.requestID == "r1")
    let arrival = try #require(server.arrivals.first)
    #expect(arrival.body == Array(body.utf8))
    let lines = Set(
      arrival.head.components(separatedBy: "\r\n").filter {
        // All that this libcurl can decode.
        !$0.isEmpty && !$0.hasPrefix("Accept-Encoding: ")
      })
    #expect(arrival.head.contains("\r\nAccept-Encoding: deflate, gzip"))
    let expected: Set = [
      "POST /v1/chat/completions HTTP/1.1", "Host: 127.0.0.1:\(server.port)",
      "User-Agent: nightshift/test", "Accept: application/json",
      "Content-Type: application/json", "Authorization: Bearer \(Client.key)",
      "Idempotency-Key: job-1", "Content-Length: \(body.utf8.count)",
    ]
    #expect(lines == expected)
  }

  @Test func `a header value with a line break is not sent`() async throws {
    let server = RawServer { connection, _ in connection.answer(200) }
    defer { server.stop() }
    let client = try Client(server.base)
    let reply = await client.run(client.request(idempotencyKey: "a\r\nX: y"))
    #expect(reply.error?.kind == .malformed)
    #expect(reply.leftAt == nil)
    #expect(server.bytesReceived == 0)
  }

  @Test func `a redirect is not followed`() async throws {
    let other = RawServer { connection, _ in connection.answer(200) }
    let server = RawServer { connection, _ in
      connection.answer(307, headers: "Location: \(other.base)\r\n")
    }
    defer { server.stop() }
    defer { other.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.response?.status == 307)
    #expect(reply.response?.headers.others.location == other.base)
    print("S2: \(other.bytesReceived) bytes sent to the target of a redirect")
    #expect(other.connections == 0)
  }

  @Test func `a proxy from the environment never sees a request to this machine`() async throws {
    let proxy = RawServer { connection, _ in connection.answer(200) }
    let server = RawServer { connection, _ in connection.answer(200) }
    defer { server.stop() }
    defer { proxy.stop() }
    setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
    defer { unsetenv("http_proxy") }
    #expect(await (try Client(server.base)).run().response?.status == 200)
    #expect(proxy.connections == 0)
  }

  @Test func `replies name the generation of the key that was sent`() async throws {
    let server = RawServer { connection, _ in connection.answer(200) }
    defer { server.stop() }
    let client = try Client(server.base)
    #expect(await client.run().keyGeneration == 0)
    _ = client.keys.replace(with: try #require(APIKey("sk-new")))
    #expect(await client.run().keyGeneration == 1)
    #expect(server.arrivals.last?.head.contains("Authorization: Bearer sk-new\r\n") == true)
  }

  @Test func `the answer after a 1xx response counts, and trailers change nothing`() async throws {
    let server = RawServer { connection, _ in
      connection.write("HTTP/1.1 103 Early\r\nRetry-After: 9\r\n\r\nHTTP/1.1 200 OK\r\n")
      connection.write("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nRetry-After: 8\r\n\r\n")
    }
    defer { server.stop() }
    let response = await (try Client(server.base)).run().response
    #expect(response == Response(status: 200, body: Array("{}".utf8)))
  }

  @Test func `a GET outside the jobs passes a closed gate`() async throws {
    let server = RawServer { connection, _ in connection.answer(402) }
    defer { server.stop() }
    let client = try Client(server.base)
    client.gate.hold()
    let answer = await client.transport.get("/api/me/balance", from: .origin)
    #expect(try answer.get().status == 402)
    let head = try #require(server.arrivals.first?.head)
    #expect(head.hasPrefix("GET /api/me/balance HTTP/1.1\r\n"))
    #expect(head.contains("Authorization: Bearer \(Client.key)\r\n"))
    client.gate.release()
    #expect(client.gate.isOpen)
    #expect(await client.run().response?.status == 402)
    #expect(server.arrivals.last?.head.hasPrefix("POST /v1/chat/completions ") == true)
  }
}
