import Basics

/// What the server reads of a request's head, as places in the buffer that it was read from.
struct RequestHead {
  enum Reading {
    /// More bytes are needed.
    case incomplete
    case malformed
    case tooLarge
    case whole(RequestHead)
  }

  static let sizeLimit = 64 << 10

  private(set) var method = SandboxRequest.Method.other
  private(set) var target = 0..<0
  private(set) var authorization: Range<Int>?
  private(set) var contentType: Range<Int>?
  private(set) var idempotencyKey: Range<Int>?
  private(set) var contentLength: Int?
  private(set) var isChunked = false
  private(set) var keepsAlive = true
  private(set) var isVersion11 = true
  private(set) var expectsContinue = false
  /// Where the body begins.
  private(set) var length = 0

  static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
    var head = RequestHead()
    var at = 0
    var hasRequestLine = false
    while true {
      guard at <= sizeLimit else { return .tooLarge }
      guard let line = line(bytes, at) else {
        return bytes.count > sizeLimit ? .tooLarge : .incomplete
      }
      let next = line.next
      if line.range.isEmpty {
        if hasRequestLine {
          head.length = next
          return head.isChunked && head.contentLength != nil ? .malformed : .whole(head)
        }
        // An empty line before a request is passed over (RFC 9112, 2.2).
      } else if !hasRequestLine {
        guard head.takeRequestLine(bytes, line.range) else { return .malformed }
        hasRequestLine = true
      } else {
        guard head.takeHeader(bytes, line.range) else { return .malformed }
      }
      at = next
    }
  }

  private static func line(
    _ bytes: UnsafeRawBufferPointer, _ start: Int
  ) -> (range: Range<Int>, next: Int)? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, 0x0A, bytes.count - start)
    else { return nil }
    let feed = UnsafeRawPointer(found) - base
    let end = feed > start && bytes[feed - 1] == 0x0D ? feed - 1 : feed
    return (start..<end, feed + 1)
  }

  private mutating func takeRequestLine(
    _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>
  ) -> Bool {
    guard let first = bytes[line].firstIndex(of: 0x20),
      let last = bytes[line].lastIndex(of: 0x20), first < last, first > line.lowerBound
    else { return false }
    let verb = UnsafeRawBufferPointer(rebasing: bytes[line.lowerBound..<first])
    let version = UnsafeRawBufferPointer(rebasing: bytes[(last + 1)..<line.upperBound])
    if verb.equals("POST") {
      method = .post
    } else if verb.equals("GET") {
      method = .get
    }
    isVersion11 = version.equals("HTTP/1.1")
    keepsAlive = isVersion11
    target = (first + 1)..<last
    return (isVersion11 || version.equals("HTTP/1.0")) && !target.isEmpty
      && bytes[target.lowerBound] == UInt8(ascii: "/")
      && !bytes[target].contains { $0 <= 0x20 || $0 == 0x7F }
  }

  private mutating func takeHeader(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
    guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")), colon > line.lowerBound,
      !bytes[line.lowerBound..<colon].contains(where: { $0 <= 0x20 || $0 >= 0x7F })
    else { return false }
    let name = UnsafeRawBufferPointer(rebasing: bytes[line.lowerBound..<colon])
    var value = (colon + 1)..<line.upperBound
    while let byte = bytes[value].first, byte == 0x20 || byte == 0x09 {
      value = (value.lowerBound + 1)..<value.upperBound
    }
    while let byte = bytes[value].last, byte == 0x20 || byte == 0x09 {
      value = value.lowerBound..<(value.upperBound - 1)
    }
    return take(name, value, UnsafeRawBufferPointer(rebasing: bytes[value]))
  }

  /// Lengths first: most headers are none of these.
  private mutating func take(
    _ name: UnsafeRawBufferPointer, _ range: Range<Int>, _ value: UnsafeRawBufferPointer
  ) -> Bool {
    switch name.count {
    case 6 where name.hasPrefixIgnoringCase("expect"):
      expectsContinue = value.hasPrefixIgnoringCase("100-continue")
    case 10 where name.hasPrefixIgnoringCase("connection"):
      if value.hasPrefixIgnoringCase("close") { keepsAlive = false }
      if value.hasPrefixIgnoringCase("keep-alive") { keepsAlive = true }
    case 12 where name.hasPrefixIgnoringCase("content-type"): contentType = range
    case 13 where name.hasPrefixIgnoringCase("authorization"): authorization = range
    case 14 where name.hasPrefixIgnoringCase("content-length"):
      guard let length = Self.decimal(value), contentLength ?? length == length else {
        return false
      }
      contentLength = length
    case 15 where name.hasPrefixIgnoringCase("idempotency-key"): idempotencyKey = range
    case 17 where name.hasPrefixIgnoringCase("transfer-encoding"):
      isChunked = value.count == 7 && value.hasPrefixIgnoringCase("chunked")
      return isChunked
    default: break
    }
    return true
  }

  private static func decimal(_ digits: UnsafeRawBufferPointer) -> Int? {
    guard !digits.isEmpty, digits.count <= 15 else { return nil }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit & 0x0F)
    }
    return value
  }
}

extension RequestHead {
  /// The request, as views into the bytes that the head was read from, and into its body.
  func request(
    in bytes: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer
  ) -> SandboxRequest {
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: bytes[range])
    }
    return SandboxRequest(
      method: method, target: part(target), authorization: authorization.map(part),
      contentType: contentType.map(part), idempotencyKey: idempotencyKey.map(part), body: body)
  }
}
