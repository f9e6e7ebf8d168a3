import BatchRunner

/// The bytes of a connection that were received and not yet consumed. Reuses its storage.
struct ReadBuffer {
  enum RunProgress {
    /// Bytes were read.
    case some
    /// Nothing has arrived at the moment.
    case later
    /// The client has closed the connection, or it is broken.
    case ended
  }

  // In bytes. A larger storage is freed when it becomes empty.
  private static let minimumFreeSpace = 16 << 10
  private static let largestKeptSize = 1 << 20

  private var storage = [UInt8](repeating: 0, count: minimumFreeSpace)
  /// The unread bytes are `start..<end`.
  private var start = 0
  private var end = 0

  var count: Int { end - start }

  /// Makes one `read` call.
  mutating func read(from connection: Int32) -> RunProgress {
    ensureFreeSpace(Self.minimumFreeSpace / 2)
    let received = storage.withUnsafeMutableBytes {
      Socket.read(connection, into: UnsafeMutableRawBufferPointer(rebasing: $0[end...]))
    }
    guard received > 0 else { return received < 0 && Socket.wouldBlock ? .later : .ended }
    end += received
    return .some
  }

  /// Makes space for a message of this length at once, instead of growing several times.
  mutating func reserve(_ length: Int) {
    if length > count { ensureFreeSpace(length - count) }
  }

  /// Removes bytes from the front.
  mutating func consume(_ count: Int) {
    start += count
    guard start == end else { return }
    (start, end) = (0, 0)
    if storage.count > Self.largestKeptSize {
      storage = [UInt8](repeating: 0, count: Self.minimumFreeSpace)
    }
  }

  /// Passes the unread bytes to `use`. The pointer is valid only during the call.
  func withUnread<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
    storage.withUnsafeBytes { use(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  /// Makes space for `space` more bytes after ``end``. Moves the unread bytes to the front first,
  /// and grows only if that is not enough.
  private mutating func ensureFreeSpace(_ space: Int) {
    guard storage.count - end < space else { return }
    if start > 0 {
      storage.replaceSubrange(0..<count, with: Array(storage[start..<end]))
      (start, end) = (0, count)
    }
    guard storage.count - end < space else { return }
    let size = max(end + space, 2 * storage.count)
    storage.append(contentsOf: repeatElement(0, count: size - storage.count))
  }
}
