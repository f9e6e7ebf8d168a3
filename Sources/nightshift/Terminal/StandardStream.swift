import Basics

/// Writes text to standard output or standard error.
enum StandardStream {
  /// Writes the whole text, or as much as can be written. Interrupted and partial writes continue.
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

  /// Waits up to a second until the descriptor accepts bytes. A terminal is shared, and another
  /// program may have made it non-blocking.
  private static func hasRoomSoon(_ descriptor: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&polled, 1, 1_000) > 0
  }
}
