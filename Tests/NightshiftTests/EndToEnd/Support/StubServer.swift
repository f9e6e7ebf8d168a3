import BatchRunner
import Foundation
import Synchronization

/// A server that answers each request with a closure of the test. It uses one thread per
/// connection.
final class StubServer: Sendable {
  struct Request: Sendable {
    let head: String
    let body: String

    /// The value of the `Authorization` header.
    var authorization: String {
      for line in head.components(separatedBy: "\r\n") {
        if line.lowercased().hasPrefix("authorization: ") { return String(line.dropFirst(15)) }
      }
      return ""
    }
  }

  let port: Int
  private let listener: Int32
  private let counted = Mutex(0)
  private let answer: @Sendable (Request) -> (status: Int, body: String, headers: String)

  convenience init(
    isOnNetwork: Bool = false,
    _ answer: @escaping @Sendable (Request) -> (status: Int, body: String)
  ) {
    self.init(isOnNetwork: isOnNetwork) {
      let (status, body) = answer($0)
      return (status, body, headers: "")
    }
  }

  /// `isOnNetwork`: it listens on all addresses of this machine, not only on loopback. Each of the
  /// headers ends with CR LF. Status 0: the connection is closed without an answer.
  init(
    isOnNetwork: Bool,
    _ answer: @escaping @Sendable (Request) -> (status: Int, body: String, headers: String)
  ) {
    self.answer = answer
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(isOnNetwork ? 0 : 0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    precondition(isBound, "no port: \(errno)")
    listener = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread { [self] in accept() }.start()
  }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  var baseURL: String { "http://127.0.0.1:\(port)/v1" }
  var received: Int { counted.withLock { $0 } }

  private func accept() {
    while true {
      let connection = Foundation.accept(listener, nil, nil)
      guard connection >= 0 else { return }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      Thread { [self] in
        serve(connection)
        close(connection)
      }.start()
    }
  }

  private func serve(_ connection: Int32) {
    var bytes = Data()
    while let request = Self.request(from: connection, &bytes) {
      counted.withLock { $0 += 1 }
      let (status, body, headers) = answer(request)
      guard status > 0 else { return }
      let text =
        "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n\(headers)"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
      let count = Array(text.utf8).withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count == text.utf8.count else { return }
    }
  }

  private static func request(from connection: Int32, _ bytes: inout Data) -> Request? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      if let end = bytes.range(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let length = head.lowercased().components(separatedBy: "content-length: ").dropFirst()
          .first.flatMap { Int($0.prefix { $0.isNumber }) }
        let stop = end.upperBound + (length ?? 0)
        if bytes.endIndex >= stop {
          let body = String(decoding: bytes[end.upperBound..<stop], as: UTF8.self)
          bytes = Data(bytes[stop...])
          return Request(head: head, body: body)
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// A chat completion with this text, as the API returns it.
  static func completion(_ content: String) -> String {
    #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"#
      + #""message":{"role":"assistant","content":"\#(content)"},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#
  }
}
