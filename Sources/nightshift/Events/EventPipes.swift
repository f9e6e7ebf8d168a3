import Basics
import CPlatform

/// The pipes to a command's standard input and from its standard error.
///
/// All descriptors are -1 while they are closed.
struct EventPipes {
  /// The command's ends, which the child process inherits.
  private(set) var theirInput: Int32 = -1
  private(set) var theirErrors: Int32 = -1
  /// Our ends; they do not block.
  private var input: Int32 = -1
  private var errors: Int32 = -1
  /// The beginning of what the command wrote to standard error.
  private(set) var errorText: [UInt8] = []

  /// Opens both pipes; `false` if the system has no more descriptors (`errno` says why).
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

  /// Closes the command's ends in this process, once the child has inherited them. Without this,
  /// the end of its output would never be seen.
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

  /// Writes as much of `bytes` as the command accepts and reads its standard error, of which the
  /// first `limit` bytes are kept. Waits at most this many milliseconds for either.
  ///
  /// `written` counts the bytes written so far. A command may ignore its input or close it.
  mutating func exchange(
    _ bytes: [UInt8], _ written: inout Int, keeping limit: Int, for milliseconds: Int32
  ) {
    // poll ignores negative descriptors.
    var polled = [
      pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&polled, 2, milliseconds) > 0 else { return }
    if polled[0].revents != 0 { writeInput(bytes, &written) }
    if polled[1].revents != 0 { readErrors(limit) }
  }

  /// Writes the next bytes, and closes the pipe after the last one or when the command has closed
  /// it.
  private mutating func writeInput(_ bytes: [UInt8], _ written: inout Int) {
    let count = bytes[written...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
    if count > 0 { written += count }
    let hasFailed = count < 0 && errno != EAGAIN && errno != EINTR
    if hasFailed || written == bytes.count { Self.close(&input) }
  }

  /// Reads standard error even beyond `limit`, so that the command never blocks while it writes.
  private mutating func readErrors(_ limit: Int) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(errors, &buffer, buffer.count)
    if count > 0 {
      errorText += buffer.prefix(min(count, limit - errorText.count))
    } else if count == 0 || errno != EAGAIN && errno != EINTR {
      Self.close(&errors)
    }
  }
}
