import Basics

/// The socket calls of a server on 127.0.0.1.
enum Socket {
  /// Opens a listening, non-blocking socket on 127.0.0.1. `port` 0: any free port. Also returns the
  /// actual port.
  static func listen(port: Int) throws(SandboxServerError) -> (socket: Int32, port: Int) {
    #if os(Linux)
      let type = Int32(SOCK_STREAM.rawValue)
    #else
      let type = SOCK_STREAM
    #endif
    let listener = socket(AF_INET, type, 0)
    guard listener >= 0 else { throw .failed(call: "socket", code: errno) }
    do throws(SandboxServerError) {
      let port = try bind(listener, port)
      guard Basics.listen(listener, 1024) == 0 else {
        throw .failed(call: "listen", code: errno)
      }
      guard prepare(listener) else { throw .failed(call: "fcntl", code: errno) }
      return (listener, port)
    } catch {
      close(listener)
      throw error
    }
  }

  /// Binds the socket and returns its actual port.
  private static func bind(_ listener: Int32, _ port: Int) throws(SandboxServerError) -> Int {
    set(listener, SOL_SOCKET, SO_REUSEADDR)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    guard let number = UInt16(exactly: port) else { throw .portNotAllowed(port) }
    address.sin_port = number.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Basics.bind(listener, $0, size)
      }
    }
    guard bound == 0 else {
      switch errno {
      case EADDRINUSE: throw .portInUse(port)
      case EACCES: throw .portNotAllowed(port)
      case let code: throw .failed(call: "bind", code: code)
      }
    }
    let named = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    guard named == 0 else { throw .failed(call: "getsockname", code: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// The next waiting connection, non-blocking; `nil`, with `errno` set, if none waits or on an
  /// error.
  static func accept(from listener: Int32) -> Int32? {
    let connection = Basics.accept(listener, nil, nil)
    guard connection >= 0 else { return nil }
    guard prepare(connection) else {
      close(connection)
      return nil
    }
    set(connection, Int32(IPPROTO_TCP), TCP_NODELAY)
    #if canImport(Darwin)
      set(connection, SOL_SOCKET, SO_NOSIGPIPE)
    #endif
    return connection
  }

  /// Makes the descriptor non-blocking, and prevents child processes from inheriting it.
  static func prepare(_ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0
      && fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
  }

  /// Returns the number of bytes; 0 at the end; -1 on an error, with `errno` set.
  static func read(_ connection: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    recv(connection, buffer.baseAddress, buffer.count, 0)
  }

  /// Returns the number of bytes; -1 on an error, with `errno` set. Never raises SIGPIPE.
  static func write(_ connection: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if os(Linux)
      send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #else
      send(connection, bytes.baseAddress, bytes.count, 0)
    #endif
  }

  /// Closes with a TCP reset, so that the client sees a broken connection and not a normal end.
  static func reset(_ connection: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    close(connection)
  }

  /// Tells the client that no more bytes will follow. Reading is still possible.
  static func endWriting(_ connection: Int32) {
    shutdown(connection, Int32(SHUT_WR))
  }

  /// Whether the last read or write failed only because it must be tried again later.
  static var wouldBlock: Bool { errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}
