import BatchRunner
import Foundation
import Testing

/// Answers that were asked for as streams, over the wire.
@Suite(.timeLimit(.minutes(5))) struct StreamTests {
  private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
  private static let asking = #"{"model":"m","stream":true}"#
  private static let first = "data: {\"choices\":[{\"delta\":{\"content\":\"Good \"}}]}\n\n"
  private static let second =
    "data: {\"choices\":[{\"delta\":{\"content\":\"night\"},\"finish_reason\":\"stop\"}]}\n\n"
  private static let answer = answer("Good night", #""stop""#)

  private static func answer(_ text: String, _ reason: String, _ more: String = "") -> String {
    #"{"choices":[{"index":0,"message":{"content":"\#(text)"},"finish_reason":\#(reason)}]\#(more)}"#
  }

  /// Sends one request, and answers it with these pieces until the connection closes.
  private func reply(
    _ pieces: [String], to body: String = asking,
    then end: (@Sendable (ServerConnection) -> Void)? = nil
  ) async throws -> Reply {
    let server = RawServer { connection, _ in
      for piece in pieces { connection.write(piece) }
      if let end { end(connection) } else { connection.close() }
    }
    defer { server.stop() }
    let client = try Client(server.base)
    return await client.run(client.request(body))
  }

  private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

  @Test func `a stream that was asked for becomes one answer, wherever the server cuts it`()
    async throws
  {
    let bytes = Array((": wait\n\n" + Self.first + Self.second + "data: [DONE]\n\n").utf8)
    let server = RawServer { connection, arrival in
      let cut = min(
        Int(String(decoding: arrival.body, as: UTF8.self).dropLast().suffix(3))!, bytes.count)
      connection.write(Self.head + "Content-Length: \(bytes.count)\r\n\r\n")
      connection.write(Array(bytes[..<cut]))
      connection.write(Array(bytes[cut...]))
    }
    defer { server.stop() }
    let client = try Client(server.base)
    for cut in 0...bytes.count {
      let body = #"{"stream":true,"cut":\#(100 + cut)}"#
      let response = await client.run(client.request(body)).response
      #expect(text(response?.body) == Self.answer && response?.streamProblem == nil, "\(cut)")
    }
    print("streams: \(bytes.count + 1) over the wire, each cut at another byte")
  }

  /// As llama.cpp's server does it (xllamacpp 2026.10.11549): it promises to keep the connection and
  /// closes it after the stream.
  @Test func `no request goes out on the connection of an earlier stream`() async throws {
    let bytes = Array((Self.first + Self.second + "data: [DONE]\n\n").utf8)
    let server = RawServer { connection, arrival in
      guard arrival.earlier == 0 else { return connection.close() }
      connection.write(
        Self.head + "Keep-Alive: timeout=5, max=100\r\nContent-Length: \(bytes.count)\r\n\r\n")
      connection.write(bytes)
    }
    defer { server.stop() }
    let client = try Client(server.base, concurrency: 1)
    for _ in 0..<50 {
      #expect(text(await client.run(client.request(Self.asking)).response?.body) == Self.answer)
    }
    print("M4: 50 streams on \(server.connections) connections, none broken")
    #expect(server.connections == 50)
  }

  @Test func `without its end a stream is no whole answer, and what came of it is kept`()
    async throws
  {
    let broken = try #require(try await reply([Self.head + "\r\n" + Self.first]).response)
    #expect(text(broken.body) == Self.answer("Good ", "null"))
    #expect(broken.streamProblem == "the stream broke off before its end")
    let torn = try await reply([Self.head + "Content-Length: 999\r\n\r\n" + Self.first])
    #expect(torn.error?.kind == .malformed)
    #expect(text(torn.error?.received) == Self.answer("Good ", "null"))
    let failed = try #require(
      try await reply([Self.head + "\r\n" + Self.first + "data: {\"error\":{\"code\":504}}"])
        .response)
    #expect(text(failed.body) == Self.answer("Good ", "null", #","error":{"code":504}"#))
    #expect(failed.streamProblem == "the stream brought an error")
  }

  @Test func `a stream that has ended is whole, whatever becomes of its connection`() async throws {
    let pieces = [Self.head + "Content-Length: 9999\r\n\r\n" + Self.first + Self.second]
    let reply = try await reply(pieces)
    #expect(text(reply.response?.body) == Self.answer && reply.response?.streamProblem == nil)
  }

  @Test(arguments: [
    #"{"error":{"message":"too long"}}"#, "\n{\"choices\":[]}", "<html>", "", "da", "\u{FEFF}[1]",
  ])
  func `what is no stream is handed over as it came`(body: String) async throws {
    let head = Self.head + "Content-Length: \(body.utf8.count)\r\n\r\n"
    #expect(text(try await reply([head + body]).response?.body) == body)
    let refusal = "HTTP/1.1 400 X\r\nContent-Length: \(Self.first.utf8.count)\r\n\r\n" + Self.first
    #expect(text(try await reply([refusal]).response?.body) == Self.first)
  }

  @Test func `a stream that nobody asked for is handed over as it came`() async throws {
    let head = Self.head + "Content-Length: \(Self.second.utf8.count)\r\n\r\n"
    #expect(text(try await reply([head + Self.second], to: "{}").response?.body) == Self.second)
  }

  @Test func `an answer without end is cut off, and comments without end take no memory`()
    async throws
  {
    let text = String(repeating: "x", count: 1 << 20)
    let piece = "data: {\"choices\":[{\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
    let endless = try await reply([Self.head + "\r\n"]) { connection in
      while connection.write(piece) {}
      connection.close()
    }
    #expect(endless.error?.kind == .tooLarge && (endless.error?.received.count ?? 0) == 64 << 10)
    let comment = ": " + text + "\n\n"
    let talkative = try await reply([Self.head + "\r\n"]) { connection in
      for _ in 0..<40 { connection.write(comment) }
      connection.write(Self.second)
      connection.close()
    }
    #expect(self.text(talkative.response?.body) == Self.answer("night", #""stop""#))
  }

  @Test func `a stream that falls silent ends, one that is late or sends comments does not`()
    async throws
  {
    let server = RawServer { connection, arrival in
      connection.write(Self.head + "\r\n")
      if arrival.earlier == 0, arrival.connection == 1 {
        connection.write(Self.first)
        connection.waitForEnd()
      } else {
        // Three times the silence that ends a stream once it has begun.
        usleep(300_000)
        connection.write(": wait\n\n")
        connection.write(Self.second)
        connection.close()
      }
    }
    defer { server.stop() }
    let client = try Client(server.base, asksForStreams: true, idleTimeout: .milliseconds(100))
    let silent = await client.run(client.request(Self.asking))
    #expect(silent.error?.kind == .timeout)
    #expect(
      silent.error?.message == "127.0.0.1:\(server.port): the stream was silent for 0.1 s")
    #expect(text(silent.error?.received) == Self.answer("Good ", "null"))
    #expect(
      text(await client.run(client.request(Self.asking)).response?.body)
        == Self.answer("night", #""stop""#))
    #expect(server.arrivals[0].head.contains("\r\nAccept: text/event-stream, application/json\r\n"))
  }
}
