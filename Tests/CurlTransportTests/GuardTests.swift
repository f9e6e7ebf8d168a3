import BatchRunner
import Testing

@testable import CurlTransport

/// The guard by itself: on the wire, the instant between permission and first byte cannot be met.
@Suite struct GuardTests {
  private let desk = TransferContext(gate: Gate())

  private func transfer(isProbe: Bool = false) throws -> Transfer {
    // The library is loaded when first asked for.
    CurlTransport.requireLibrary()
    let configuration = CurlTransport.Configuration(
      endpoint: try Endpoint("http://127.0.0.1:1"), concurrency: 1, userAgent: "nightshift/test")
    let transfer = try #require(Transfer(desk: desk, configuration: configuration))
    let request = Request(attempt: AttemptID(1), body: [], isProbe: isProbe)
    let headers = RequestHeaders(key: nil, generation: 0, isPost: true)
    transfer.prepare(.attempt(request), with: headers)
    return transfer
  }

  @Test func `it lets an attempt through once and keeps the first stamp`() throws {
    let transfer = try transfer()
    #expect(transfer.letThrough())
    let leftAt = transfer.leftAt
    #expect(leftAt != nil)
    #expect(!transfer.letThrough())
    #expect(transfer.stopped == .sentAlready)
    #expect(transfer.leftAt == leftAt)
    #expect(desk.news.count == 1)
  }

  @Test func `a gate that closed while connecting holds the attempt, but not a probe`() throws {
    let attempt = try transfer()
    let probe = try transfer(isProbe: true)
    desk.gate.hold()
    #expect(!attempt.letThrough())
    #expect(attempt.stopped == .held)
    #expect(attempt.leftAt == nil)
    #expect(probe.letThrough())
  }

  @Test func `nothing starts in the round in which a 4xx arrives`() throws {
    let refused = try transfer()
    let other = try transfer()
    #expect(refused.letThrough())
    "HTTP/1.1 429 X\r\n".utf8.withContiguousStorageIfAvailable {
      _ = refused.take(header: UnsafeRawBufferPointer($0))
    }
    #expect(!other.letThrough())
    #expect(other.stopped == .held)
  }

  @Test func `nothing starts while everything is being dropped`() throws {
    let transfer = try transfer()
    desk.isCancelling = true
    #expect(!transfer.letThrough())
    #expect(transfer.stopped == .cancelled)
  }
}
