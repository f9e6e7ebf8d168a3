import Foundation

/// The server's end of one connection, with blocking calls. Used only by the connection's thread.
final class ServerConnection {
  private let fd: Int32
  /// `nil`: the connection is not encrypted.
  private let session: TLSSession?
  /// What was received and not yet used.
  private var buffer: [UInt8] = []
  /// The handler is done with the connection; it gets no further request.
  private(set) var isClosed = false

  init(_ fd: Int32, _ session: TLSSession? = nil) {
    self.fd = fd
    self.session = session
  }

  /// The next whole request; `nil` if the client has closed the connection. Calls `counting` with
  /// the size of each piece that arrives.
  func request(counting: (Int) -> Void) -> (head: String, body: [UInt8])? {
    while true {
      if let end = headEnd() {
        let head = String(decoding: buffer[..<end], as: UTF8.self)
        let length = ServerConnection.contentLength(head)
        if buffer.count >= end + length {
          let body = Array(buffer[end..<end + length])
          buffer.removeFirst(end + length)
          return (head, body)
        }
      }
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = read(&chunk)
      guard count > 0 else { return nil }
      counting(count)
      buffer += chunk[..<count]
    }
  }

  /// Returns `false` if the client has closed the connection.
  @discardableResult func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(UnsafeRawBufferPointer(rebasing: $0[sent...]))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult func write(_ text: String) -> Bool {
    write(Array(text.utf8))
  }

  /// Sends a whole response. Each line of `headers` ends with `\r\n`.
  func answer(_ status: Int, _ body: String = "{}", headers: String = "") {
    write("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Ends the connection normally. ``RawServer`` closes the descriptor.
  func close() {
    isClosed = true
    session?.end()
    shutdown(fd, 2)
  }

  /// Makes the close send a TCP reset instead of ending the connection normally.
  func reset() {
    isClosed = true
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Waits until the client closes the connection, and ignores what it sends.
  func waitForEnd() {
    isClosed = true
    var chunk = [UInt8](repeating: 0, count: 4096)
    while read(&chunk) > 0 {}
  }

  private func read(_ bytes: inout [UInt8]) -> Int {
    session?.read(&bytes) ?? recv(fd, &bytes, bytes.count, 0)
  }

  private func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    session?.write(bytes) ?? Foundation.send(fd, bytes.baseAddress, bytes.count, 0)
  }

  /// Where the body begins; `nil`: the header lines are not complete.
  private func headEnd() -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard buffer.count >= 4 else { return nil }
    return (0...buffer.count - 4).first { buffer[$0..<$0 + 4].elementsEqual(mark) }.map { $0 + 4 }
  }

  private static func contentLength(_ head: String) -> Int {
    for line in head.lowercased().split(separator: "\r\n") where line.hasPrefix("content-length:") {
      return Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
    }
    return 0
  }
}
