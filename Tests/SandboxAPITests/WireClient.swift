import BatchRunner
import Foundation

/// A blocking client that sends exactly the bytes it is given. A read gives up after 300 seconds.
final class WireClient {
  private let descriptor: Int32
  /// Received and not yet returned.
  private var unread: [UInt8] = []
  /// The server has closed the connection, or a read failed.
  private(set) var isClosed = false

  init(port: Int) throws {
    #if os(Linux)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    var limit = timeval(tv_sec: 300, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
  }

  func send(_ method: String, _ path: String, _ headers: [String], _ body: String) {
    let lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1"] + headers
    let length = method == "GET" ? [] : ["Content-Length: \(body.utf8.count)"]
    send((lines + length).joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        #if os(Linux)
          Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        #else
          Foundation.send(descriptor, $0.baseAddress, $0.count, 0)
        #endif
      }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// The next response, with decoded chunks; `nil`: the connection ended before it was whole.
  func receive() -> Response? {
    guard let head = receiveLines() else { return nil }
    let status = Int(head[0].split(separator: " ")[1]) ?? 0
    var headers = ResponseHeaders()
    var length = 0
    var isChunked = false
    for line in head.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      headers.add(name: parts[0], value: parts[1])
      if parts[0] == "Content-Length" { length = Int(parts[1]) ?? 0 }
      if parts[0] == "Transfer-Encoding" { isChunked = parts[1] == "chunked" }
    }
    guard let body = status == 100 ? [] : isChunked ? receiveChunks() : receiveBytes(length) else {
      return nil
    }
    return Response(status: status, headers: headers, body: body)
  }

  /// Whether the server closes the connection without sending anything more.
  func isAtEnd() -> Bool {
    unread.isEmpty && !fill()
  }

  private func receiveLines() -> [String]? {
    var lines: [String] = []
    while let line = receiveLine() {
      if line.isEmpty { return lines }
      lines.append(line)
    }
    return nil
  }

  private func receiveLine() -> String? {
    while true {
      if let feed = unread.firstIndex(of: 0x0A) {
        let line = String(decoding: unread[..<feed], as: UTF8.self)
        unread.removeFirst(feed + 1)
        return line.trimmingCharacters(in: .newlines)
      }
      guard fill() else { return nil }
    }
  }

  private func receiveChunks() -> [UInt8]? {
    var body: [UInt8] = []
    while let line = receiveLine(), let size = Int(line, radix: 16) {
      guard let chunk = receiveBytes(size), receiveLine() == "" else { return nil }
      if size == 0 { return body }
      body += chunk
    }
    return nil
  }

  /// The next `count` bytes; `nil`: the connection ended before.
  private func receiveBytes(_ count: Int) -> [UInt8]? {
    while unread.count < count { guard fill() else { return nil } }
    defer { unread.removeFirst(count) }
    return Array(unread.prefix(count))
  }

  /// Waits for more bytes. Returns `false` if none will arrive.
  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else {
      isClosed = true
      return false
    }
    unread += buffer[..<count]
    return true
  }
}
