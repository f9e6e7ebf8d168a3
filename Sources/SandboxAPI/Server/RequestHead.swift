import Foundation

/// A request's line and headers, as far as they matter here.
struct RequestHead {
  /// Why a connection cannot be read any further.
  enum Problem: Error {
    case malformed, headTooLarge, bodyTooLarge

    var status: Int {
      switch self {
      case .malformed: 400
      case .headTooLarge: 431
      case .bodyTooLarge: 413
      }
    }
  }

  /// In bytes, up to the end of the empty line.
  static let sizeLimit = 64 << 10
  static let bodySizeLimit = 64 << 20

  private(set) var method = SandboxRequest.Method.other
  private(set) var route = Route.unknown
  private(set) var authorization: [UInt8]?
  private(set) var contentLength = 0
  private(set) var isChunked = false
  private(set) var keepsAlive = true
  private(set) var expectsContinue = false
  /// How much of the text it took.
  private(set) var byteCount = 0

  /// `nil`: the head is not whole yet.
  init?(_ text: UnsafeRawBufferPointer) throws(Problem) {
    var at = 0
    while let line = Self.line(of: text, at: at) {
      let next = at + line.count + 1
      guard next <= Self.sizeLimit else { throw .headTooLarge }
      let content = Self.trimmed(line)
      if at == 0 {
        try readRequestLine(content)
      } else if content.isEmpty {
        byteCount = next
        return
      } else {
        try readHeader(content)
      }
      at = next
    }
    guard text.count < Self.sizeLimit else { throw .headTooLarge }
    return nil
  }

  /// Without its line feed; `nil` where none follows.
  private static func line(
    of text: UnsafeRawBufferPointer, at start: Int
  ) -> UnsafeRawBufferPointer? {
    guard start < text.count, let base = text.baseAddress,
      let end = memchr(base + start, 0x0A, text.count - start)
    else { return nil }
    return UnsafeRawBufferPointer(start: base + start, count: UnsafeRawPointer(end) - base - start)
  }

  private static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = text.count
    while start < end, text[start] <= 0x20 { start += 1 }
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: text[start..<end])
  }
}

// MARK: - Lines

extension RequestHead {
  private mutating func readRequestLine(_ line: UnsafeRawBufferPointer) throws(Problem) {
    guard let first = line.firstIndex(of: 0x20), let last = line.lastIndex(of: 0x20), first < last
    else { throw .malformed }
    let version = UnsafeRawBufferPointer(rebasing: line[(last + 1)...])
    if Self.isEqual(version, "http/1.0") {
      keepsAlive = false
    } else {
      guard Self.isEqual(version, "http/1.1") else { throw .malformed }
    }
    let name = UnsafeRawBufferPointer(rebasing: line[..<first])
    if Self.isEqual(name, "post") {
      method = .post
    } else if Self.isEqual(name, "get") {
      method = .get
    }
    route = Route(target: UnsafeRawBufferPointer(rebasing: line[(first + 1)..<last]))
  }

  private mutating func readHeader(_ line: UnsafeRawBufferPointer) throws(Problem) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { throw .malformed }
    let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
    let value = Self.trimmed(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
    switch name.count {
    case 6 where Self.isEqual(name, "expect"):
      expectsContinue = Self.isEqual(value, "100-continue")
    case 10 where Self.isEqual(name, "connection"):
      if Self.isEqual(value, "close") { keepsAlive = false }
      if Self.isEqual(value, "keep-alive") { keepsAlive = true }
    case 13 where Self.isEqual(name, "authorization"):
      authorization = Array(value)
    case 14 where Self.isEqual(name, "content-length"):
      contentLength = try Self.length(value)
    case 17 where Self.isEqual(name, "transfer-encoding"):
      guard Self.isEqual(value, "chunked") else { throw .malformed }
      isChunked = true
    default: break
    }
  }

  private static func length(_ digits: UnsafeRawBufferPointer) throws(Problem) -> Int {
    guard (1...18).contains(digits.count) else { throw .malformed }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { throw .malformed }
      value = value * 10 + Int(digit & 0x0F)
    }
    guard value <= bodySizeLimit else { throw .bodyTooLarge }
    return value
  }

  /// `word` is in lower case; case does not matter.
  private static func isEqual(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<text.count {
      let byte = text[index]
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if lower != word.utf8Start[index] { return false }
    }
    return true
  }
}
