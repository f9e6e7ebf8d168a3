import Basics
import BatchRunner
import Foundation

/// Answers every request on 127.0.0.1 with the same completion, as fast as one thread can: the
/// server that is out of the way.
struct Responder {
  /// When the first request was whole, on the boot clock; `nil`: none yet.
  private(set) var firstAt: MonotonicInstant?
  private(set) var answered = 0

  private let listener: Int32
  private var peers: [Peer] = []
  private var piece = [UInt8](repeating: 0, count: 64 << 10)

  /// Listens on any free port.
  init() {
    listener = socket(AF_INET, Responder.streams, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) == 0 }
    }
    precondition(isBound && listen(listener, 512) == 0, "no port to listen on")
  }

  var port: Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Returns when `stop` is at its end.
  mutating func run(until stop: Int32) {
    while true {
      var polled = [stop, listener].map(Self.reading) + peers.map { Self.reading($0.descriptor) }
      poll(&polled, nfds_t(polled.count), -1)
      if polled[0].revents != 0 { return }
      for index in peers.indices.reversed() where polled[index + 2].revents != 0 {
        if !serve(index) { close(peers.remove(at: index).descriptor) }
      }
      if polled[1].revents != 0 { take() }
    }
  }

  private static func reading(_ descriptor: Int32) -> pollfd {
    pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  }

  private mutating func take() {
    let descriptor = accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    var yes: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    peers.append(Peer(descriptor: descriptor))
  }

  /// Answers `false` when the connection is over.
  private mutating func serve(_ index: Int) -> Bool {
    let count = recv(peers[index].descriptor, &piece, piece.count, 0)
    guard count > 0 else { return false }
    for _ in 0..<peers[index].take(piece[..<count]) {
      if firstAt == nil { firstAt = BootClock.now }
      answered += 1
      let sent = Self.answer.withUnsafeBytes {
        send(peers[index].descriptor, $0.baseAddress, $0.count, Int32(Self.quietly))
      }
      if sent != Self.answer.count { return false }
    }
    return true
  }

  #if canImport(Darwin)
    private static let streams = SOCK_STREAM
    private static let quietly = 0
  #else
    private static let streams = Int32(SOCK_STREAM.rawValue)
    private static let quietly = MSG_NOSIGNAL
  #endif

  static let body = {
    let words = String(repeating: "The night shift went well. ", count: 8)
    let text = """
      {"id":"chatcmpl-1","object":"chat.completion","created":1764000000,"model":"bench/instant",\
      "choices":[{"index":0,"message":{"role":"assistant","content":"\(words)"},\
      "finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":40,\
      "total_tokens":140}}
      """
    return Array(text.utf8)
  }()

  private static let answer = {
    let head = """
      HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request-ID: bench-1\r\n\
      Date: Sun, 22 Nov 2026 23:15:11 GMT\r\nContent-Length: \(body.count)\r\n\r\n
      """
    return Array(head.utf8) + body
  }()
}
