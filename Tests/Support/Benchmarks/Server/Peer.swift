/// One connection of the ``Responder``: counts the requests that come in on it.
struct Peer {
  let descriptor: Int32
  private var bytes: [UInt8] = []

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Answers how many requests are whole now.
  mutating func take(_ piece: ArraySlice<UInt8>) -> Int {
    bytes.append(contentsOf: piece)
    var whole = 0
    while let size = sizeOfFirst(), size <= bytes.count {
      whole += 1
      if size == bytes.count {
        bytes.removeAll(keepingCapacity: true)
      } else {
        bytes.removeFirst(size)
      }
    }
    return whole
  }

  /// Head and body of the first request; `nil` while its head is not whole.
  private func sizeOfFirst() -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var lineStart = 0
      var bodySize = 0
      for index in bytes.indices where bytes[index] == 0x0A {
        if index - lineStart <= 1 { return index + 1 + bodySize }
        let line = bytes[lineStart..<index]
        if let size = Peer.contentLength(line) { bodySize = size }
        lineStart = index + 1
      }
      return nil
    }
  }

  private static let name = Array("content-length:".utf8)

  private static func contentLength(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard line.count > name.count, zip(line, name).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else {
      return nil
    }
    return line.dropFirst(name.count).reduce(0) {
      (0x30...0x39).contains($1) ? $0 * 10 + Int($1 - 0x30) : $0
    }
  }
}
