import BatchRunner
import Foundation
import Testing

/// Compressed answers.
@Suite(.timeLimit(.minutes(5))) struct EncodingTests {
  /// `[1,2,3]`, compressed with Python's `gzip` and `zlib`.
  private static let gzip: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0x8B, 0x36, 0xD4, 0x31, 0xD2, 0x31, 0x8E, 5, 0, 0xE9, 0xB3,
    0x6D, 0xFD, 7, 0, 0, 0,
  ]
  private static let deflate: [UInt8] = [
    0x78, 0x9C, 0x8B, 0x36, 0xD4, 0x31, 0xD2, 0x31, 0x8E, 5, 0, 6, 0x95, 1, 0xA7,
  ]
  /// The same by PyPI's `brotli` 1.2.1 and `zstandard` 0.25.0.
  private static let brotli: [UInt8] = [11, 3, 128, 91, 49, 44, 50, 44, 51, 93, 3]
  private static let zstandard: [UInt8] = [
    40, 181, 47, 253, 32, 7, 57, 0, 0, 91, 49, 44, 50, 44, 51, 93,
  ]

  /// Not every build of libcurl can read these two.
  @Test(arguments: [("br", brotli), ("zstd", zstandard)])
  func `what the request asks for is read`(encoding: String, bytes: [UInt8]) async throws {
    let server = RawServer { connection, arrival in
      let asked = arrival.head.split(separator: "\r\n").first { $0.hasPrefix("Accept-Encoding") }
      let isAsked = asked?.split { " ,:".contains($0) }.contains { $0 == encoding } ?? false
      let body = isAsked ? bytes : Array("[1,2,3]".utf8)
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n")
      connection.write(isAsked ? "Content-Encoding: \(encoding)\r\n\r\n" : "\r\n")
      connection.write(body)
      print("encodings: \(encoding) \(isAsked ? "read" : "not asked for")")
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.response?.body == Array("[1,2,3]".utf8), "\(reply.error?.message ?? "")")
  }

  @Test(arguments: [("gzip", gzip), ("x-gzip", gzip), ("deflate", deflate)])
  func `a compressed answer is read`(encoding: String, bytes: [UInt8]) async throws {
    let server = RawServer { connection, _ in
      connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\n")
      connection.write("Content-Length: \(bytes.count)\r\n\r\n")
      connection.write(bytes)
    }
    defer { server.stop() }
    let reply = await (try Client(server.base)).run()
    #expect(reply.response?.body == Array("[1,2,3]".utf8), "\(reply.error?.message ?? "")")
  }

  @Test func `after an encoding that libcurl lacks, nothing compressed is asked for any more`()
    async throws
  {
    let server = RawServer { connection, arrival in
      let isPlain = arrival.head.contains("\r\nAccept-Encoding: identity\r\n")
      connection.answer(200, "[1]", headers: isPlain ? "" : "Content-Encoding: lzma\r\n")
    }
    defer { server.stop() }
    let client = try Client(server.base)
    let first = await client.run()
    #expect(first.error?.kind == .unknownEncoding && first.leftAt != nil)
    #expect(await client.run().response?.body == Array("[1]".utf8))
    #expect(server.arrivals.count == 2)
  }

  @Test func `a small gzip of a body that is too large is cut off`() async throws {
    let server = RawServer { connection, _ in
      connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
      connection.write(GzipBomb.zeros)
      connection.close()
    }
    defer { server.stop() }
    #expect(await (try Client(server.base)).run().error?.kind == .tooLarge)
  }
}
