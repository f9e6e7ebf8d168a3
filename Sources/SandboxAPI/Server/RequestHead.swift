import Basics

/// The parts of a request's head that the server uses. Ranges are byte positions in the buffer that
/// it was read from.
struct RequestHead {
  enum Reading {
    /// More bytes must arrive.
    case incomplete
    case malformed
    case tooLarge
    case whole(RequestHead)
  }

  /// The largest head, in bytes.
  static let sizeLimit = 64 << 10

  private(set) var method = SandboxRequest.Method.other
  private(set) var target = 0..<0
  /// The values of headers; `nil`: the header was not sent.
  private(set) var authorization: Range<Int>?
  private(set) var contentType: Range<Int>?
  private(set) var idempotencyKey: Range<Int>?
  private(set) var contentLength: Int?
  private(set) var isChunked = false
  private(set) var keepsAlive = true
  private(set) var isVersion11 = true
  /// The client waits for a `100 Continue` before it sends the body.
  private(set) var expectsContinue = false
  /// The length of the head in bytes, so also where the body begins.
  private(set) var length = 0

  /// Parses the head at the start of `bytes`.
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
        // Empty lines before a request are ignored (RFC 9112, 2.2).
      } else if !hasRequestLine {
        guard head.readRequestLine(bytes, line.range) else { return .malformed }
        hasRequestLine = true
      } else {
        guard head.readHeader(bytes, line.range) else { return .malformed }
      }
      at = next
    }
  }

  /// The line at `start` without its line break, and where the next one begins; `nil` if it is
  /// incomplete.
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

  /// Returns `false` if the line is malformed or the version is neither 1.0 nor 1.1.
  private mutating func readRequestLine(
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

  /// Returns `false` if the line is malformed.
  private mutating func readHeader(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
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
    return storeHeader(name, value, UnsafeRawBufferPointer(rebasing: bytes[value]))
  }

  /// Stores a header that the server uses. Compares the length of the name first, since most
  /// headers are not used. Returns `false` if the value is malformed.
  private mutating func storeHeader(
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

  /// `nil` if it is not a decimal integer or has more than 15 digits.
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
  /// The request as pointers into `body` and into the bytes that the head was read from.
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
