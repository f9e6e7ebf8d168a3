import Dispatch
import Foundation
import Synchronization

/// A server that records what arrives and answers with whatever bytes a test wants.
///
/// A thread for each connection, blocking calls only.
final class RawServer: Sendable {
  struct Arrival: Sendable {
    let connection: Int
    /// How many requests came on this connection before.
    let earlier: Int
    let head: String
    let body: [UInt8]
  }

  private struct Log {
    var arrivals: [Arrival] = []
    var bytes = 0
    var connections = 0
  }

  let port: Int
  private let listener: Int32
  private let identity: TLSIdentity?
  private let log = Mutex(Log())
  /// Each connection that has not ended.
  private let open = DispatchGroup()
  private let handler: @Sendable (Line, Arrival) -> Void

  /// `handler` answers one request on its line; the connection lives on until it closes the line.
  /// With a certificate it speaks TLS, and what it records is what it decrypted.
  init(
    presenting certificate: Certificate? = nil,
    _ handler: @escaping @Sendable (Line, Arrival) -> Void
  ) {
    self.handler = handler
    identity = certificate.map(TLSIdentity.init)
    listener = socket(AF_INET, RawServer.stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let fd = listener
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(fd, $0, size) == 0 && listen(fd, 512) == 0 && getsockname(fd, $0, &size) == 0
      }
    }
    precondition(bound, "no port: \(errno)")
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread { [self] in accept() }.start()
  }

  /// Ends the thread that accepts; connections end when the other side closes them.
  func stop() {
    shutdown(listener, 2)
    close(listener)
  }

  /// Waits until the other side has closed what it opened: nothing more will be recorded.
  func waitForEnds() {
    open.wait()
  }

  var base: String { "\(identity == nil ? "http" : "https")://127.0.0.1:\(port)/v1" }
  var arrivals: [Arrival] { log.withLock { $0.arrivals } }
  var bytesReceived: Int { log.withLock { $0.bytes } }
  var connections: Int { log.withLock { $0.connections } }

  private func accept() {
    while true {
      let fd = Foundation.accept(listener, nil, nil)
      guard fd >= 0 else { return }
      let number = log.withLock {
        $0.connections += 1
        return $0.connections
      }
      open.enter()
      Thread { [self] in
        serve(fd, connection: number)
        close(fd)
        open.leave()
      }.start()
    }
  }

  private func serve(_ fd: Int32, connection: Int) {
    guard let identity else { return serve(Line(fd), connection: connection) }
    guard let session = identity.session(on: fd) else { return }
    serve(Line(fd, session), connection: connection)
  }

  private func serve(_ line: Line, connection: Int) {
    var earlier = 0
    while !line.isClosed {
      guard
        let (head, body) = line.request(counting: { count in log.withLock { $0.bytes += count } })
      else { return }
      let arrival = Arrival(connection: connection, earlier: earlier, head: head, body: body)
      log.withLock { $0.arrivals.append(arrival) }
      handler(line, arrival)
      earlier += 1
    }
  }

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
  #endif
}
