import Basics

/// What standard output and standard error have in common.
enum StandardStream {
  /// Writes all of it, or what can be written.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Basics.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || errno != EINTR && !(errno == EAGAIN && hasRoomSoon(descriptor)) {
        return
      }
    }
  }

  /// Another program may have made a shared terminal non-blocking.
  private static func hasRoomSoon(_ descriptor: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&polled, 1, 1_000) > 0
  }
}
