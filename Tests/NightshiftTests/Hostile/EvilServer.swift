import Foundation
import Synchronization

/// A server that sends the bytes of an ``Evil`` until ``turnGood()`` is called. It uses one thread
/// per connection.
final class EvilServer: Sendable {
  let port: Int
  private let listener: Int32
  private let evil: Evil
  private let state = Mutex((isGood: false, requests: 0, evils: 0, connections: 0))

  init(_ evil: Evil) {
    self.evil = evil
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
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

  /// From now on, answers every request correctly.
  func turnGood() { state.withLock { $0.isGood = true } }
  /// The number of requests that got a hostile answer.
  var evils: Int { state.withLock { $0.evils } }

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
    if evil.stage == .beforeRequest, !state.withLock({ $0.isGood }) {
      state.withLock { $0.evils += 1 }
      act(connection)
      return
    }
    var bytes = Data()
    while let body = readRequest(connection, &bytes) {
      if state.withLock({ $0.isGood }) {
        guard Self.put(connection, Self.completion(body)) else { return }
        continue
      }
      state.withLock { $0.evils += 1 }
      act(connection)
      guard evil.end == .keep else { return }
    }
  }

  private func act(_ connection: Int32) {
    if !evil.bytes.isEmpty, !Self.put(connection, evil.bytes) { return }
    if !evil.endless.isEmpty {
      var piece: [UInt8] = []
      while piece.count < 65536 { piece += evil.endless }
      while Self.put(connection, piece) {}
    }
    switch evil.end {
    case .close:
      shutdown(connection, Int32(SHUT_WR))
      Self.drain(connection)
    case .reset:
      var option = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    case .stall: Self.drain(connection)
    case .drip: while Self.put(connection, [0x20]) { usleep(200_000) }
    case .keep: break
    }
  }

  /// The request's body; `nil` once the client has closed the connection. At
  /// ``Evil/Stage/afterHead`` it does not wait for the body.
  private func readRequest(_ connection: Int32, _ bytes: inout Data) -> String? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      if let end = bytes.range(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
        let length = head.components(separatedBy: "content-length: ").dropFirst().first
          .flatMap { Int($0.prefix { $0.isNumber }) }
        let stop = end.upperBound + (length ?? 0)
        if evil.stage == .afterHead, !state.withLock({ $0.isGood }) { return "" }
        if bytes.endIndex >= stop {
          let body = String(decoding: bytes[end.upperBound..<stop], as: UTF8.self)
          bytes = Data(bytes[stop...])
          return body
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  private static func put(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(connection, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func drain(_ connection: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while recv(connection, &buffer, buffer.count, 0) > 0 {}
  }

  private static func completion(_ body: String) -> [UInt8] {
    let text = StubServer.completion("good")
    return Array("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
  }
}
