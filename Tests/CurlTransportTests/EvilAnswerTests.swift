import BatchRunner
import Foundation
import Testing

/// The raw bytes of an invalid response, and the error that it must cause. The server closes the
/// connection after the bytes.
struct EvilAnswer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: String
  let kind: TransportError.Kind
  /// The part of the body that the error must contain.
  var received = ""
  /// The status that the error must contain.
  var status: Int?
}

@Suite(.timeLimit(.minutes(5))) struct EvilAnswerTests {
  @Test(arguments: [
    EvilAnswer(testDescription: "empty reply", bytes: "", kind: .connectionFailed),
    EvilAnswer(testDescription: "not HTTP", bytes: "220 mail ready\r\n", kind: .malformed),
    EvilAnswer(
      testDescription: "truncated", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
      kind: .malformed, received: "half", status: 200),
    EvilAnswer(
      testDescription: "chunks cut off",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
      kind: .malformed, received: "half", status: 200),
    EvilAnswer(
      testDescription: "chunks broken",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzzz\r\n",
      kind: .malformed, received: "half", status: 200),
  ])
  func `a broken answer is an error, and the attempt counts as sent`(
    answer: EvilAnswer
  ) async throws {
    let server = RawServer { connection, _ in
      connection.write(answer.bytes)
      connection.close()
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    let error = try #require(reply.error)
    #expect(error.kind == answer.kind, "\(error.message)")
    #expect(String(decoding: error.received, as: UTF8.self) == answer.received)
    #expect(error.status == answer.status)
    #expect(reply.leftAt != nil)
    #expect(!error.message.contains(Client.key))
    #expect(error.message.hasPrefix("127.0.0.1:\(server.port): "))
    #expect(server.arrivals.count == 1)
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"])
  func `a reset at any stage is a failed connection`(before: String) async throws {
    let server = RawServer { connection, _ in
      connection.write(before)
      connection.reset()
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.error?.kind == .connectionFailed)
    #expect(reply.leftAt != nil)
  }

  @Test(arguments: ["HTTP/1.1 100 Continue\r\n\r\n", "X: 1\r\n"])
  func `endless headers are cut off`(text: String) async throws {
    let server = RawServer { connection, _ in
      if text.hasPrefix("X") { connection.write("HTTP/1.1 200 OK\r\n") }
      while connection.write(text) {}
      connection.close()
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.error?.kind == .tooLarge, "\(reply.error?.message ?? "")")
  }

  @Test func `an endless body is cut off and its beginning kept`() async throws {
    let server = RawServer { connection, _ in
      connection.write("HTTP/1.1 200 OK\r\n\r\n")
      let piece = [UInt8](repeating: 0x61, count: 1 << 20)
      while connection.write(piece) {}
      connection.close()
    }
    defer { server.stop() }
    let error = try #require(await (try Client(server.base)).run().error)
    #expect(error.kind == .tooLarge)
    #expect(error.message == "127.0.0.1:\(server.port): the answer has a body of more than 32 MiB")
    #expect(error.received == [UInt8](repeating: 0x61, count: 64 << 10))
  }

  @Test func `a small gzip that becomes a huge body is cut off`() async throws {
    let bomb = GzipBomb.zeros
    #expect(bomb.count < 70_000)
    let server = RawServer { connection, _ in
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n")
      connection.write(bomb)
      connection.close()
    }
    defer { server.stop() }
    #expect(await (try Client(server.base)).run().error?.kind == .tooLarge)
  }

  @Test func `an attempt without an answer ends at the deadline`() async throws {
    let server = RawServer { connection, _ in connection.waitForEnd() }
    defer { server.stop() }
    let client = try Client(server.base, timeout: .milliseconds(100))
    let reply = await client.run()
    #expect(reply.error?.kind == .timeout)
    #expect(reply.leftAt != nil)
  }

  @Test(arguments: ["http://127.0.0.1:1/v1", "https://nosuchhost.invalid/v1"])
  func `nothing leaves when no server is reached`(base: String) async throws {
    let client = try Client(base)
    let reply = await client.run()
    #expect(reply.error?.kind == .connectionFailed)
    #expect(reply.leftAt == nil)
    #expect(client.leftAt.isEmpty)
  }
}
