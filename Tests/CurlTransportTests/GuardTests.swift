import BatchRunner
import Testing

@testable import CurlTransport

/// Tests the guard directly: over a real connection, a test cannot act at the moment between the
/// permission to start and the first byte.
@Suite struct GuardTests {
  private let context = TransferContext(gate: Gate())

  private func transfer(isProbe: Bool = false) throws -> Transfer {
    // The library must be loaded before the first handle is created.
    CurlTransport.requireLibrary()
    let configuration = CurlTransport.Configuration(
      endpoint: try Endpoint("http://127.0.0.1:1"), concurrency: 1, userAgent: "nightshift/test")
    let transfer = try #require(Transfer(context: context, configuration: configuration))
    let request = Request(attempt: AttemptID(1), body: [], isProbe: isProbe)
    let headers = RequestHeaders(key: nil, generation: 0, isPost: true)
    transfer.prepare(.attempt(request), with: headers)
    return transfer
  }

  @Test func `it lets an attempt through once and keeps the time of the first start`() throws {
    let transfer = try transfer()
    #expect(transfer.beginSending())
    let leftAt = transfer.leftAt
    #expect(leftAt != nil)
    #expect(!transfer.beginSending())
    #expect(transfer.stopReason == .sentAlready)
    #expect(transfer.leftAt == leftAt)
    #expect(context.news.count == 1)
  }

  @Test func `a gate that closed while connecting holds the attempt, but not a probe`() throws {
    let attempt = try transfer()
    let probe = try transfer(isProbe: true)
    context.gate.hold()
    #expect(!attempt.beginSending())
    #expect(attempt.stopReason == .held)
    #expect(attempt.leftAt == nil)
    #expect(probe.beginSending())
  }

  @Test func `nothing starts in the same call of libcurl in which a 4xx arrives`() throws {
    let refused = try transfer()
    let other = try transfer()
    #expect(refused.beginSending())
    "HTTP/1.1 429 X\r\n".utf8.withContiguousStorageIfAvailable {
      _ = refused.receive(header: UnsafeRawBufferPointer($0))
    }
    #expect(!other.beginSending())
    #expect(other.stopReason == .held)
  }

  @Test func `nothing starts while everything is being cancelled`() throws {
    let transfer = try transfer()
    context.isCancelling = true
    #expect(!transfer.beginSending())
    #expect(transfer.stopReason == .cancelled)
  }
}
