import BatchRunner
import CurlTransport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct AtMostOnceTests {
  @Test func `a request that died on a reused connection is not sent twice`() async throws {
    let server = RawServer { connection, arrival in
      if arrival.earlier == 0 { connection.answer(200) } else { connection.close() }
    }
    defer { server.stop() }
    let client = try Client(server.base, concurrency: 1)
    var broken = 0
    for _ in 0..<700 {
      let reply = await client.run()
      guard let error = reply.error else { continue }
      broken += 1
      #expect(error.kind == .connectionFailed)
      #expect(error.message.hasSuffix("the connection broke after the request was sent"))
      #expect(reply.leftAt != nil)
    }
    print("M4: 700 attempts, \(server.arrivals.count) arrivals, \(broken) connections broke")
    #expect(server.arrivals.count == 700)
    #expect(broken >= 300)
  }

  @Test func `never more connections than the concurrency`() async throws {
    // The server closes no connection, so all that were ever opened are still in use.
    let server = RawServer { connection, _ in connection.answer(200) }
    defer { server.stop() }
    let client = try Client(server.base, concurrency: 8)
    client.transport.send((0..<400).map { _ in client.request() })
    let replies = await client.replies(400)
    print("M3: \(server.connections) connections opened, 8 allowed, 400 requests at once")
    #expect(replies.allSatisfy { $0.response?.status == 200 })
    #expect(server.connections <= 8)
  }
}
