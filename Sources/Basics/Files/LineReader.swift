/// Reads a file line by line through one buffer, which grows to the longest line.
///
/// Lines are returned as pointers into the buffer, without a copy. The file is read and not mapped,
/// because a mapped file would count as memory in use.
package struct LineReader: ~Copyable {
  /// One line of the file.
  package struct Line {
    /// Counted from 1.
    package let number: Int
    /// The byte offset in the file at which the line begins.
    package let offset: Int
    /// The line without its newline, valid until the next call of ``LineReader/next()``; `nil` if
    /// it is longer than ``LineReader/lengthLimit``.
    package let bytes: UnsafeRawBufferPointer?
    /// Whether the line ends with a newline; `false` only for the last line of a file.
    package let isWhole: Bool
  }

  /// The longest line that is returned, in bytes: 64 MiB.
  package static let lengthLimit = 64 << 20
  private static let firstCapacity = 1 << 18

  private let file: ReadableFile
  private var buffer: UnsafeMutableRawBufferPointer
  /// The buffer holds file contents up to this index.
  private var filled = 0
  /// Lines up to this index have been returned.
  private var consumed = 0
  /// There is no newline between ``consumed`` and this index.
  private var searched = 0
  /// The file offset of the buffer's first byte.
  private var base: Int
  /// The number of the line that was returned last.
  private var number: Int

  /// Starts at `offset`, which must be the beginning of a line; `line` is that line's number.
  package init(_ file: ReadableFile, from offset: Int = 0, line: Int = 1) {
    self.file = file
    buffer = .allocate(byteCount: Self.firstCapacity, alignment: 16)
    base = offset
    number = line - 1
  }

  deinit {
    buffer.deallocate()
  }

  /// The next line; `nil` at the end of the file. Text after the last newline is a line too.
  package mutating func next() throws(FileError) -> Line? {
    while true {
      if let newline = indexOfNewline() {
        return makeLine(to: newline, isWhole: true)
      }
      if filled - consumed > Self.lengthLimit { return try skipLongLine() }
      guard try fill() else {
        return consumed < filled ? makeLine(to: filled, isWhole: false) : nil
      }
    }
  }

  /// The buffer index of the next newline; `nil` if there is none in the buffer.
  private mutating func indexOfNewline() -> Int? {
    guard searched < filled, let base = buffer.baseAddress,
      let found = memchr(base + searched, 0x0A, filled - searched)
    else {
      searched = filled
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The line from ``consumed`` to `end`, a buffer index. Advances past it and its newline.
  private mutating func makeLine(to end: Int, isWhole: Bool) -> Line {
    number += 1
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[consumed..<end])
    let offset = base + consumed
    consumed = isWhole ? end + 1 : end
    searched = consumed
    return Line(
      number: number, offset: offset, bytes: bytes.count > Self.lengthLimit ? nil : bytes,
      isWhole: isWhole)
  }

  /// Reads more of the file into the buffer; `false` at the end of the file.
  private mutating func fill() throws(FileError) -> Bool {
    // Move the rest to the front before growing, so that the buffer grows only for long lines.
    if consumed > 0 {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[consumed..<filled])
      buffer.copyMemory(from: rest)
      base += consumed
      filled -= consumed
      searched -= consumed
      consumed = 0
    }
    if filled == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    let count = try file.read(into: free, at: base + filled)
    filled += count
    return count > 0
  }

  /// Skips a line above ``lengthLimit`` without keeping it in memory.
  private mutating func skipLongLine() throws(FileError) -> Line {
    let offset = base + consumed
    consumed = filled
    while true {
      guard try fill() else { break }
      if let newline = indexOfNewline() {
        consumed = newline + 1
        searched = consumed
        break
      }
      consumed = filled
    }
    number += 1
    return Line(number: number, offset: offset, bytes: nil, isWhole: true)
  }
}
