package import Basics

/// Reads single lines of a file by their offset. Lines close to each other need only one read.
package struct LineWindow: ~Copyable {
  private let file: ReadableFile
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  /// The file offset of the buffer's first byte.
  private var start = 0
  /// The number of bytes in the buffer.
  private var filled = 0

  package init(_ file: ReadableFile) {
    self.file = file
  }

  deinit {
    buffer.deallocate()
  }

  /// The line that begins at `offset`, without its newline. It is valid until the next call. `nil`
  /// if the line has no newline.
  package mutating func line(at offset: Int) throws(FileError) -> UnsafeRawBufferPointer? {
    if !(start..<(start + filled)).contains(offset) { (start, filled) = (offset, 0) }
    // There is no newline between the line's beginning and this buffer index.
    var searched = offset - start
    while true {
      if searched < filled,
        let found = memchr(
          buffer.baseAddress! + searched, 0x0A, filled - searched)
      {
        let end = UnsafeRawPointer(found) - UnsafeRawPointer(buffer.baseAddress!)
        return UnsafeRawBufferPointer(rebasing: buffer[(offset - start)..<end])
      }
      searched = filled
      // Move the line's beginning to the front of the buffer.
      if start < offset {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[(offset - start)..<filled])
        buffer.copyMemory(from: rest)
        filled = rest.count
        searched = filled
        start = offset
      }
      if filled == buffer.count { grow() }
      let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try file.read(into: free, at: start + filled)
      guard count > 0 else { return nil }
      filled += count
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }
}
