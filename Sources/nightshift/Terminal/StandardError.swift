import Foundation

/// Standard error, in whole pieces.
package enum StandardError {
  /// Gives up silently: where nobody can be told, a run must not die of it.
  package static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || errno != EINTR && !(errno == EAGAIN && hasRoomSoon) {
        return
      }
    }
  }

  /// Another program may have made a shared terminal non-blocking.
  private static var hasRoomSoon: Bool {
    var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, 1_000) > 0
  }
}
