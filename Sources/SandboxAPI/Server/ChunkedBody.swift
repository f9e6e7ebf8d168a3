import BatchRunner

/// Decodes a chunked request body as it arrives (RFC 9112, 7.1).
struct ChunkedBody {
  enum RunProgress {
    case incomplete, whole, malformed, tooLarge
  }

  private enum Phase {
    case size
    /// `left` bytes of the chunk are still to come.
    case data(left: Int)
    /// The line break after a chunk.
    case dataEnd
    case trailer
  }

  /// The decoded body so far.
  private(set) var bytes: [UInt8] = []
  private var phase = Phase.size
  private let limit: Int
  /// The longest line with a chunk's size or with a trailer, in bytes.
  private static let longestLine = 1024

  /// `limit`: the largest body, in bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// Decodes as much of the input as possible. `consumed` is how many of its bytes were used.
  mutating func decode(_ input: UnsafeRawBufferPointer) -> (consumed: Int, progress: RunProgress) {
    var at = 0
    while true {
      if case .data(let left) = phase {
        let count = min(left, input.count - at)
        bytes.append(contentsOf: input[at..<(at + count)])
        at += count
        guard count == left else {
          phase = .data(left: left - count)
          return (at, .incomplete)
        }
        phase = .dataEnd
      }
      guard let feed = input[at...].firstIndex(of: 0x0A) else {
        return (at, input.count - at > Self.longestLine ? .malformed : .incomplete)
      }
      let end = feed > at && input[feed - 1] == 0x0D ? feed - 1 : feed
      let line = UnsafeRawBufferPointer(rebasing: input[at..<end])
      at = feed + 1
      if let progress = decode(line: line) { return (at, progress) }
    }
  }

  /// Handles a line between chunks. Returns `nil` if the body goes on.
  private mutating func decode(line: UnsafeRawBufferPointer) -> RunProgress? {
    switch phase {
    case .size:
      guard let size = Self.size(line) else { return .malformed }
      guard bytes.count + size <= limit else { return .tooLarge }
      phase = size == 0 ? .trailer : .data(left: size)
      return nil
    case .dataEnd:
      guard line.isEmpty else { return .malformed }
      phase = .size
      return nil
    case .trailer: return line.isEmpty ? .whole : nil
    case .data: preconditionFailure("a line was read inside a chunk")
    }
  }

  /// The chunk size of a line: hexadecimal digits, optionally followed by a semicolon and an
  /// extension. `nil` if it is invalid.
  private static func size(_ line: UnsafeRawBufferPointer) -> Int? {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
    guard !digits.isEmpty, digits.count <= 12 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16).flatMap { $0 < 0 ? nil : $0 }
  }
}
