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
  private let log = Mutex(Log())
  private let handler: @Sendable (Line, Arrival) -> Void

  /// `handler` answers one request on its line; the connection lives on until it closes the line.
  init(_ handler: @escaping @Sendable (Line, Arrival) -> Void) {
    self.handler = handler
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

  var base: String { "http://127.0.0.1:\(port)/v1" }
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
      Thread { [self] in
        serve(Line(fd), connection: number)
        close(fd)
      }.start()
    }
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
