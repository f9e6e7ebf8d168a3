import BatchRunner
import CurlTransport
import Foundation
import Testing

@Suite(
  .timeLimit(.minutes(5)), .serialized,
  .enabled(if: TLSServer.isPossible, "needs the openssl command"))
struct TLSTests {
  @Test func `an unknown certificate is refused before a byte of the request`() async throws {
    let server = try TLSServer(for: "IP:127.0.0.1")
    let reply = await (try Client(server.base)).run()
    #expect(reply.error?.kind == .tls)
    #expect(reply.leftAt == nil)
    #expect(!server.output.contains("POST"))
    #expect(!server.output.contains(Client.key))
  }

  @Test func `a certificate for another host is refused`() async throws {
    let server = try TLSServer(for: "DNS:other.example")
    let reply = await (try Client(server.base, caFile: server.certificate)).run()
    #expect(reply.error?.kind == .tls, "\(reply.error?.message ?? "")")
    #expect(reply.leftAt == nil)
    #expect(!server.output.contains("POST"))
  }

  @Test(arguments: [("200101000000Z", "200201000000Z"), ("480101000000Z", "490101000000Z")])
  func `a certificate of another time is refused`(from: String, to: String) async throws {
    let server = try TLSServer(for: "IP:127.0.0.1", validity: (from, to))
    let reply = await (try Client(server.base, caFile: server.certificate)).run()
    #expect(reply.error?.kind == .tls, "\(reply.error?.message ?? "")")
    #expect(reply.leftAt == nil)
    #expect(!server.output.contains("POST"))
    #expect(!server.output.contains(Client.key))
  }

  @Test func `a certificate of another authority is refused`() async throws {
    let server = try TLSServer(for: "IP:127.0.0.1")
    let other = try TLSServer(for: "IP:127.0.0.1")
    let reply = await (try Client(server.base, caFile: other.certificate)).run()
    #expect(reply.error?.kind == .tls, "\(reply.error?.message ?? "")")
    #expect(reply.leftAt == nil)
    #expect(!server.output.contains("POST"))
    #expect(!server.output.contains(Client.key))
  }

  @Test func `a server that speaks no TLS never sees the key`() async throws {
    // It takes the greeting for the beginning of a request, and waits for the rest.
    let server = RawServer { _, _ in }
    defer { server.stop() }
    let base = server.base.replacingOccurrences(of: "http:", with: "https:")
    let reply = await (try Client(base, timeout: .seconds(1))).run()
    #expect(reply.leftAt == nil)
    #expect(reply.error != nil)
    #expect(server.arrivals.isEmpty)
  }

  @Test func `a certificate of the given authority is accepted`() async throws {
    let server = try TLSServer(for: "IP:127.0.0.1")
    let client = try Client(server.base, concurrency: 1, caFile: server.certificate)
    client.transport.send([client.request("body\n")])
    await client.waitUntilLeft(1)
    server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}\n")
    let reply = await client.replies(1)[0]
    #expect(reply.response?.body == Array("{}".utf8), "\(reply.error?.message ?? "")")
  }
}
