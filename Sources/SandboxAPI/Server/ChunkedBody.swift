import Foundation

/// Puts a body together that comes in chunks.
struct ChunkedBody {
  private enum Stage {
    case size
    case data(left: Int)
    case endOfData
    case trailer
    case whole
  }

  private(set) var bytes: [UInt8] = []
  private var stage = Stage.size

  var isWhole: Bool {
    if case .whole = stage { true } else { false }
  }

  /// Answers how many bytes were used; the rest must be offered again, with more behind it.
  mutating func take(_ text: UnsafeRawBufferPointer) throws(RequestHead.Problem) -> Int {
    var at = 0
    while at < text.count, !isWhole {
      let rest = UnsafeRawBufferPointer(rebasing: text[at...])
      let used = try step(rest)
      if used == 0 { break }
      at += used
    }
    return at
  }

  private mutating func step(_ text: UnsafeRawBufferPointer) throws(RequestHead.Problem) -> Int {
    if case .data(let left) = stage {
      let count = min(left, text.count)
      bytes.append(contentsOf: text[..<count])
      stage = count == left ? .endOfData : .data(left: left - count)
      return count
    }
    guard let end = text.firstIndex(of: 0x0A) else {
      guard text.count < 1024 else { throw .malformed }
      return 0
    }
    let line = text[..<end].last == 0x0D ? text[..<(end - 1)] : text[..<end]
    switch stage {
    case .size:
      let size = try Self.size(line)
      guard bytes.count + size <= RequestHead.bodySizeLimit else { throw .bodyTooLarge }
      stage = size == 0 ? .trailer : .data(left: size)
    case .endOfData:
      guard line.isEmpty else { throw .malformed }
      stage = .size
    case .trailer: if line.isEmpty { stage = .whole }
    case .data, .whole: preconditionFailure("no line is due in stage \(stage)")
    }
    return end + 1
  }

  /// Whatever follows a semicolon is passed over.
  private static func size(
    _ line: Slice<UnsafeRawBufferPointer>
  ) throws(RequestHead.Problem) -> Int {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 > 0x20 }
    guard (1...15).contains(digits.count),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0
    else { throw .malformed }
    return size
  }
}
