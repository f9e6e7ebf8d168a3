import BatchRunner

/// Bytes of a connection that came and were not used yet; its storage is used again.
struct ReadBuffer {
  enum Progress {
    case some, later, ended
  }

  private static let roomAtLeast = 16 << 10
  private static let keptAtMost = 1 << 20

  private var storage = [UInt8](repeating: 0, count: roomAtLeast)
  private var start = 0
  private var end = 0

  var count: Int { end - start }

  mutating func read(from connection: Int32) -> Progress {
    makeRoom(Self.roomAtLeast / 2)
    let got = storage.withUnsafeMutableBytes {
      Socket.read(connection, into: UnsafeMutableRawBufferPointer(rebasing: $0[end...]))
    }
    guard got > 0 else { return got < 0 && Socket.wouldBlock ? .later : .ended }
    end += got
    return .some
  }

  /// Makes room for a message of this length, so that it grows once.
  mutating func reserve(_ length: Int) {
    if length > count { makeRoom(length - count) }
  }

  mutating func consume(_ count: Int) {
    start += count
    guard start == end else { return }
    (start, end) = (0, 0)
    if storage.count > Self.keptAtMost {
      storage = [UInt8](repeating: 0, count: Self.roomAtLeast)
    }
  }

  /// The pointer is good for the call.
  func withUnread<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
    storage.withUnsafeBytes { use(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  private mutating func makeRoom(_ room: Int) {
    guard storage.count - end < room else { return }
    if start > 0 {
      storage.replaceSubrange(0..<count, with: Array(storage[start..<end]))
      (start, end) = (0, count)
    }
    guard storage.count - end < room else { return }
    let size = max(end + room, 2 * storage.count)
    storage.append(contentsOf: repeatElement(0, count: size - storage.count))
  }
}
