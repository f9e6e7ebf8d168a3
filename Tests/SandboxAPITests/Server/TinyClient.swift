import Foundation

/// A blocking socket to this machine that reads answers one by one; fails after five seconds of
/// silence.
final class TinyClient {
  struct Answer: Equatable {
    let status: Int
    let head: String
    let body: String
  }

  struct Silence: Error {}

  private let descriptor: Int32
  private var input: [UInt8] = []

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
  #endif

  init(port: Int) throws {
    descriptor = socket(AF_INET, Self.stream, 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Silence() }
  }

  deinit {
    close(descriptor)
  }

  func say(_ text: String) {
    var text = text
    text.withUTF8 {
      var sent = 0
      while sent < $0.count {
        let count = send(descriptor, $0.baseAddress! + sent, $0.count - sent, 0)
        if count <= 0 { return }
        sent += count
      }
    }
  }

  /// One whole answer with a `Content-Length`, or a head alone.
  func answer() throws -> Answer {
    let head = try text(upTo: "\r\n\r\n")
    let status = Int(head.dropFirst(9).prefix(3)) ?? 0
    let length = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
    let count = length.flatMap { Int($0.dropFirst(16)) } ?? 0
    while input.count < count { guard try more() else { throw Silence() } }
    defer { input.removeFirst(count) }
    return Answer(
      status: status, head: head, body: String(decoding: input.prefix(count), as: UTF8.self))
  }

  /// Everything up to and with `end`.
  func text(upTo end: String) throws -> String {
    let end = Array(end.utf8)
    while true {
      if let range = input.firstRange(of: end) {
        defer { input.removeSubrange(..<range.upperBound) }
        return String(decoding: input[..<range.upperBound], as: UTF8.self)
      }
      guard try more() else { throw Silence() }
    }
  }

  /// Everything up to the end of the connection.
  func rest() throws -> String {
    while try more() {}
    return String(decoding: input, as: UTF8.self)
  }

  /// Answers `false` at the end of the connection.
  private func more() throws -> Bool {
    var room = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &room, room.count, 0)
    if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { throw Silence() }
    if count > 0 { input += room[..<count] }
    return count > 0
  }
}
