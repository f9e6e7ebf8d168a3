import BatchRunner
import Foundation
import Testing

/// An answer as bytes, after which the connection is closed, and what has to come of it.
struct EvilAnswer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: String
  let kind: TransportError.Kind
  var received = ""
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
  func `a broken answer is an ambiguous attempt`(answer: EvilAnswer) async throws {
    let server = RawServer { line, _ in
      line.write(answer.bytes)
      line.close()
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
    let server = RawServer { line, _ in
      line.write(before)
      line.reset()
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.error?.kind == .connectionFailed)
    #expect(reply.leftAt != nil)
  }

  @Test(arguments: ["HTTP/1.1 100 Continue\r\n\r\n", "X: 1\r\n"])
  func `endless headers are cut off`(line text: String) async throws {
    let server = RawServer { line, _ in
      if text.hasPrefix("X") { line.write("HTTP/1.1 200 OK\r\n") }
      while line.write(text) {}
      line.close()
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.error?.kind == .tooLarge, "\(reply.error?.message ?? "")")
  }

  @Test func `an endless body is cut off and its beginning kept`() async throws {
    let server = RawServer { line, _ in
      line.write("HTTP/1.1 200 OK\r\n\r\n")
      let piece = [UInt8](repeating: 0x61, count: 1 << 20)
      while line.write(piece) {}
      line.close()
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
    let server = RawServer { line, _ in
      line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n")
      line.write(bomb)
      line.close()
    }
    defer { server.stop() }
    #expect(await (try Client(server.base)).run().error?.kind == .tooLarge)
  }

  @Test func `silence ends at the deadline`() async throws {
    let server = RawServer { line, _ in line.waitForEnd() }
    defer { server.stop() }
    let client = try Client(server.base, timeout: .milliseconds(100))
    let reply = await client.run()
    #expect(reply.error?.kind == .timeout)
    #expect(reply.leftAt != nil)
  }

  @Test(arguments: ["http://127.0.0.1:1/v1", "https://nosuchhost.invalid/v1"])
  func `nothing leaves when nobody is reached`(base: String) async throws {
    let client = try Client(base)
    let reply = await client.run()
    #expect(reply.error?.kind == .connectionFailed)
    #expect(reply.leftAt == nil)
    #expect(client.left.isEmpty)
  }
}
