import BatchRunner
import CLibcurl
import Testing

@testable import CurlTransport

@Suite(.timeLimit(.minutes(5))) struct TransferFailureTests {
  @Test(arguments: [true, false])
  func `a lack of memory on this machine is no fault of the answer`(hasLeft: Bool) {
    let failure = TransferFailure(
      CURLE_OUT_OF_MEMORY, text: "Out of memory", host: "a.example", hasLeft: hasLeft,
      isInHeaders: false, hiding: nil)
    #expect(failure.kind == .connectionFailed)
    #expect(failure.message == "this machine has no memory left for the transfer")
  }

  /// libcurl 7.88 ends with CURLE_OUT_OF_MEMORY at a header line of more than 100 KiB, and 8.6 with
  /// CURLE_TOO_LARGE.
  @Test func `a header line without an end is too large, whatever libcurl calls it`() async throws {
    for code in [CURLE_OUT_OF_MEMORY, CURLE_TOO_LARGE] {
      let kind = TransferFailure.kind(
        code, text: "Out of memory", hasLeft: true, isInHeaders: true)
      #expect(kind == .tooLarge)
    }
    let server = RawServer { connection, _ in
      connection.write("HTTP/1.1 200 OK\r\nX: ")
      let piece = [UInt8](repeating: 0x61, count: 1 << 14)
      while connection.write(piece) {}
      connection.close()
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.error?.kind == .tooLarge, "\(reply.error?.message ?? "")")
  }
}
