/// Reads a file line by line through one buffer, which grows to the longest line.
///
/// The buffer is raw memory of its own, so that a line is handed out without a copy. A mapped file
/// would count as memory in use, so the file is read.
package struct LineReader: ~Copyable {
  package struct Line {
    /// From 1.
    package let number: Int
    /// Where it begins in the file, in bytes.
    package let offset: Int
    /// Without its newline; valid until the next call. `nil`: longer than ``lengthLimit``.
    package let bytes: UnsafeRawBufferPointer?
    /// A newline stands behind it.
    package let isWhole: Bool
  }

  /// The longest line, in bytes.
  package static let lengthLimit = 64 << 20
  private static let firstCapacity = 1 << 18

  private let file: ReadableFile
  private var buffer: UnsafeMutableRawBufferPointer
  /// What of the buffer is filled, not handed out yet, and already searched for a newline.
  private var filled = 0
  private var taken = 0
  private var searched = 0
  /// Where the buffer begins in the file.
  private var base: Int
  private var number: Int

  /// Begins at a line's beginning: `line` is its number.
  package init(_ file: ReadableFile, from offset: Int = 0, line: Int = 1) {
    self.file = file
    buffer = .allocate(byteCount: Self.firstCapacity, alignment: 16)
    base = offset
    number = line - 1
  }

  deinit {
    buffer.deallocate()
  }

  /// The next line; `nil` at the end of the file. A text behind the last newline is a line.
  package mutating func next() throws(FileError) -> Line? {
    while true {
      if let newline = newline() {
        return take(to: newline, isWhole: true)
      }
      if filled - taken > Self.lengthLimit { return try skipLongLine() }
      guard try fill() else {
        return taken < filled ? take(to: filled, isWhole: false) : nil
      }
    }
  }

  /// Where the next newline stands in the buffer.
  private mutating func newline() -> Int? {
    guard searched < filled, let base = buffer.baseAddress,
      let found = memchr(base + searched, 0x0A, filled - searched)
    else {
      searched = filled
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private mutating func take(to end: Int, isWhole: Bool) -> Line {
    number += 1
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[taken..<end])
    let offset = base + taken
    taken = isWhole ? end + 1 : end
    searched = taken
    return Line(
      number: number, offset: offset, bytes: bytes.count > Self.lengthLimit ? nil : bytes,
      isWhole: isWhole)
  }

  /// Reads more; `false` at the end of the file.
  private mutating func fill() throws(FileError) -> Bool {
    if taken > 0 {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[taken..<filled])
      buffer.copyMemory(from: rest)
      base += taken
      filled -= taken
      searched -= taken
      taken = 0
    }
    if filled == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    let count = try file.read(into: room, at: base + filled)
    filled += count
    return count > 0
  }

  /// Drops a line that is too long for the buffer, piece by piece.
  private mutating func skipLongLine() throws(FileError) -> Line {
    let offset = base + taken
    taken = filled
    while true {
      guard try fill() else { break }
      if let newline = newline() {
        taken = newline + 1
        searched = taken
        break
      }
      taken = filled
    }
    number += 1
    return Line(number: number, offset: offset, bytes: nil, isWhole: true)
  }
}
