import Basics
import CPlatform

/// Our ends of a command's standard input and standard error, and theirs until it has started.
struct EventPipes {
  private(set) var theirInput: Int32 = -1
  private(set) var theirErrors: Int32 = -1
  private var input: Int32 = -1
  private var errors: Int32 = -1
  private(set) var complaint: [UInt8] = []

  /// `false`: the system has no more of them, see `errno`.
  mutating func open() -> Bool {
    guard let first = Self.pipe() else { return false }
    (theirInput, input) = first
    guard let second = Self.pipe() else {
      let code = errno
      close()
      errno = code
      return false
    }
    (errors, theirErrors) = second
    for descriptor in [input, errors] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    return true
  }

  private static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    return nightshift_pipe(&ends) == 0 ? (ends[0], ends[1]) : nil
  }

  mutating func closeTheirs() {
    Self.close(&theirInput)
    Self.close(&theirErrors)
  }

  mutating func close() {
    closeTheirs()
    Self.close(&input)
    Self.close(&errors)
  }

  private static func close(_ descriptor: inout Int32) {
    if descriptor >= 0 { Basics.close(descriptor) }
    descriptor = -1
  }

  /// Writes what the command takes of `bytes`, and reads what it complains about; waits at most so
  /// many milliseconds for either. A command that reads nothing, or closes its input, is fine.
  mutating func exchange(
    _ bytes: [UInt8], _ fed: inout Int, keeping limit: Int, for milliseconds: Int32
  ) {
    // Negative descriptors are passed over.
    var polled = [
      pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&polled, 2, milliseconds) > 0 else { return }
    if polled[0].revents != 0 { feed(bytes, &fed) }
    if polled[1].revents != 0 { hear(limit) }
  }

  private mutating func feed(_ bytes: [UInt8], _ fed: inout Int) {
    let count = bytes[fed...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    if count > 0 { fed += count }
    let isOver = count < 0 && errno != EAGAIN && errno != EINTR
    if isOver || fed == bytes.count { Self.close(&input) }
  }

  private mutating func hear(_ limit: Int) {
    var room = [UInt8](repeating: 0, count: 4096)
    let count = read(errors, &room, room.count)
    if count > 0 {
      complaint += room.prefix(min(count, limit - complaint.count))
    } else if count == 0 || errno != EAGAIN && errno != EINTR {
      Self.close(&errors)
    }
  }
}
