import Dispatch
import Foundation
import Synchronization

/// A server that records what arrives and sends exactly the bytes that a test wants.
///
/// Listens on 127.0.0.1, with one thread for each connection and blocking calls.
final class RawServer: Sendable {
  /// One request that arrived whole.
  struct Arrival: Sendable {
    /// The connection's number, from 1, in the order of accepting.
    let connection: Int
    /// How many requests arrived on this connection before.
    let earlier: Int
    let head: String
    let body: [UInt8]
  }

  private struct Log {
    var arrivals: [Arrival] = []
    /// All bytes received, decrypted, incomplete requests included.
    var bytes = 0
    var connections = 0
  }

  let port: Int
  private let listener: Int32
  private let identity: TLSIdentity?
  private let log = Mutex(Log())
  /// Has one entry for each open connection.
  private let open = DispatchGroup()
  private let handler: @Sendable (ServerConnection, Arrival) -> Void

  /// `handler` answers one request. The connection stays open until the handler closes it.
  /// With a certificate, the server uses TLS and records the decrypted bytes.
  init(
    presenting certificate: Certificate? = nil,
    _ handler: @escaping @Sendable (ServerConnection, Arrival) -> Void
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
    precondition(bound, "cannot listen: \(errno)")
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread { [self] in accept() }.start()
  }

  /// Accepts no more connections. Open ones end when the client closes them.
  func stop() {
    shutdown(listener, 2)
    close(listener)
  }

  /// Waits until the client has closed all its connections. After that, nothing more is recorded.
  func waitForEnds() {
    open.wait()
  }

  /// The base URL for the client.
  var base: String { "\(identity == nil ? "http" : "https")://127.0.0.1:\(port)/v1" }
  var arrivals: [Arrival] { log.withLock { $0.arrivals } }
  var bytesReceived: Int { log.withLock { $0.bytes } }
  /// How many connections were ever accepted.
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
        serve(fd, number: number)
        close(fd)
        open.leave()
      }.start()
    }
  }

  private func serve(_ fd: Int32, number: Int) {
    guard let identity else { return serve(ServerConnection(fd), number: number) }
    guard let session = identity.session(on: fd) else { return }
    serve(ServerConnection(fd, session), number: number)
  }

  private func serve(_ connection: ServerConnection, number: Int) {
    var earlier = 0
    while !connection.isClosed {
      guard
        let (head, body) = connection.request(counting: { count in
          log.withLock { $0.bytes += count }
        })
      else { return }
      let arrival = Arrival(connection: number, earlier: earlier, head: head, body: body)
      log.withLock { $0.arrivals.append(arrival) }
      handler(connection, arrival)
      earlier += 1
    }
  }

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
  #endif
}
