import BatchRunner

/// Puts a chunked request body together as it comes.
struct ChunkedBody {
  enum Progress {
    case incomplete, whole, malformed, tooLarge
  }

  private enum Phase {
    case size
    case data(left: Int)
    case dataEnd
    case trailer
  }

  private(set) var bytes: [UInt8] = []
  private var phase = Phase.size
  private let limit: Int
  private static let longestLine = 1024

  init(limit: Int) {
    self.limit = limit
  }

  /// Takes in what it can, and answers how many bytes that were.
  mutating func take(_ input: UnsafeRawBufferPointer) -> (consumed: Int, progress: Progress) {
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
      if let progress = take(line: line) { return (at, progress) }
    }
  }

  /// `nil`: go on.
  private mutating func take(line: UnsafeRawBufferPointer) -> Progress? {
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
    case .data: preconditionFailure("a line was read inside of a chunk")
    }
  }

  /// Hexadecimal digits, then perhaps an extension behind a semicolon.
  private static func size(_ line: UnsafeRawBufferPointer) -> Int? {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 }
    guard !digits.isEmpty, digits.count <= 12 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16).flatMap { $0 < 0 ? nil : $0 }
  }
}
