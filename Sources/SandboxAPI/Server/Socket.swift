import Foundation

/// A non-blocking TCP socket on the loopback interface, or an end of a pipe; closed by its owner.
struct Socket {
  enum Transfer {
    case bytes(Int)
    case wouldBlock
    /// The end, or an error: nothing more comes or goes.
    case over
  }

  let descriptor: Int32

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
    private static let sendFlags: Int32 = 0
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let sendFlags = Int32(MSG_NOSIGNAL)
  #endif

  func shut() {
    _ = close(descriptor)
  }

  /// `nil`: nobody is waiting.
  func accepted() -> Socket? {
    let taken = accept(descriptor, nil, nil)
    guard taken >= 0 else { return nil }
    let socket = Socket(descriptor: taken)
    socket.makeNonBlocking()
    socket.set(Int32(IPPROTO_TCP), TCP_NODELAY)
    #if canImport(Darwin)
      socket.set(SOL_SOCKET, SO_NOSIGPIPE)
    #endif
    return socket
  }

  func receive(into room: UnsafeMutableRawBufferPointer) -> Transfer {
    outcome(of: recv(descriptor, room.baseAddress!, room.count, 0))
  }

  func transmit(_ bytes: UnsafeRawBufferPointer) -> Transfer {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return .bytes(0) }
    let count = send(descriptor, base, bytes.count, Self.sendFlags)
    return count == 0 ? .wouldBlock : outcome(of: count)
  }

  private func outcome(of count: Int) -> Transfer {
    if count > 0 { return .bytes(count) }
    if count < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR { return .wouldBlock }
    return .over
  }

  func makeNonBlocking() {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  private func set(_ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    _ = setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}

// MARK: - Listening

extension Socket {
  /// Listens on 127.0.0.1; port 0 is any that is free.
  static func listening(port: Int) throws(SandboxError) -> Socket {
    guard let number = UInt16(exactly: port) else {
      throw .noListener(port: port, reason: "ports go from 0 to 65535")
    }
    let descriptor = socket(AF_INET, stream, 0)
    guard descriptor >= 0 else { throw .noListener(port: port, reason: reason(errno)) }
    let socket = Socket(descriptor: descriptor)
    socket.makeNonBlocking()
    socket.set(SOL_SOCKET, SO_REUSEADDR)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = number.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard bound == 0, listen(descriptor, 1024) == 0 else {
      let problem = errno
      socket.shut()
      if problem == EADDRINUSE { throw .portInUse(port) }
      throw .noListener(port: port, reason: reason(problem))
    }
    return socket
  }

  /// The port that a listening socket was given.
  var port: Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static func reason(_ number: Int32) -> String {
    String(cString: strerror(number))
  }
}
