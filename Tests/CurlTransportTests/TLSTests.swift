import BatchRunner
import CurlTransport
import Foundation
import Testing

// The test server uses OpenSSL's library. Where it is missing, as on macOS, install it (Debian:
// libssl3) to run these tests.
@Suite(
  .timeLimit(.minutes(5)), .serialized,
  .enabled(if: TLSIdentity.isPossible, "needs libssl.so.3 or libssl.so.1.1"))
struct TLSTests {
  /// Sends a request to a server that would answer it, and expects that the request is not sent.
  private func expectRefusal(of certificate: Certificate, trusting trusted: Certificate?)
    async throws
  {
    let server = RawServer(presenting: certificate) { connection, _ in connection.answer(200) }
    defer { server.stop() }
    let reply = await (try Client(server.base, caFile: trusted?.path)).run()
    #expect(reply.error?.kind == .tls, "\(reply.error?.message ?? "")")
    #expect(reply.leftAt == nil)
    server.waitForEnds()
    #expect(server.bytesReceived == 0)
    #expect(server.arrivals.isEmpty)
  }

  @Test func `an unknown certificate is refused before a byte of the request`() async throws {
    try await expectRefusal(of: .right, trusting: nil)
  }

  @Test func `a certificate for another host is refused`() async throws {
    try await expectRefusal(of: .otherHost, trusting: .otherHost)
  }

  @Test(arguments: [Certificate.past, .future])
  func `an expired or not yet valid certificate is refused`(certificate: Certificate) async throws {
    try await expectRefusal(of: certificate, trusting: certificate)
  }

  @Test func `a certificate of another authority is refused`() async throws {
    try await expectRefusal(of: .right, trusting: .otherAuthority)
  }

  @Test func `a server that speaks no TLS never sees the key`() async throws {
    // The server reads the TLS greeting as the beginning of a request and waits for the rest.
    let server = RawServer { _, _ in }
    defer { server.stop() }
    let base = server.base.replacingOccurrences(of: "http:", with: "https:")
    // With its own CA file, the client sends the greeting even if the system has no authorities.
    let reply = await (try Client(base, timeout: .seconds(1), caFile: Certificate.right.path)).run()
    #expect(reply.leftAt == nil)
    #expect(reply.error != nil)
    #expect(server.arrivals.isEmpty)
  }

  @Test func `a certificate of the given authority is accepted`() async throws {
    let mayAnswer = DispatchSemaphore(value: 0)
    let server = RawServer(presenting: .right) { connection, _ in
      mayAnswer.wait()
      connection.answer(200)
    }
    defer { server.stop() }
    let client = try Client(server.base, concurrency: 1, caFile: Certificate.right.path)
    client.transport.send([client.request("body\n")])
    await client.waitUntilLeft(1)
    mayAnswer.signal()
    let reply = await client.replies(1)[0]
    #expect(reply.response?.body == Array("{}".utf8), "\(reply.error?.message ?? "")")
    let arrival = try #require(server.arrivals.first)
    #expect(arrival.body == Array("body\n".utf8))
    #expect(arrival.head.contains(Client.key))
  }
}
