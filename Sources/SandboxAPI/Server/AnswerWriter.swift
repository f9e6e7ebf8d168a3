/// Spells answers in HTTP/1.1.
struct AnswerWriter {
  private var dateSecond = -1
  private var date: [UInt8] = []

  /// Appends the whole answer, or what its fate leaves of it.
  mutating func append(
    _ answer: SandboxAnswer, wall: Int, keepsAlive: Bool, to bytes: inout [UInt8]
  ) {
    guard answer.fate != .dropBefore else { return }
    let start = bytes.count
    bytes.reserveCapacity(start + answer.body.count + 400)
    appendStatusLine(answer.status, to: &bytes)
    appendDate(wall, to: &bytes)
    appendHeaders(of: answer, to: &bytes)
    if !keepsAlive { bytes.append("Connection: close\r\n") }
    if answer.content == .events {
      bytes.append("Transfer-Encoding: chunked\r\n\r\n")
      Self.appendChunks(answer, to: &bytes)
    } else {
      bytes.append("Content-Length: ")
      bytes.append(number: answer.body.count)
      bytes.append("\r\n\r\n")
      let isWhole = answer.fate == .whole
      bytes.append(
        contentsOf: isWhole ? answer.body[...] : answer.body.prefix(answer.body.count / 2))
    }
  }

  private func appendStatusLine(_ status: Int, to bytes: inout [UInt8]) {
    bytes.append("HTTP/1.1 ")
    bytes.append(number: status)
    bytes.append(" ")
    bytes.append(Self.reason(status))
    bytes.append("\r\n")
  }

  private static func reason(_ status: Int) -> StaticString {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    default: "Unknown"
    }
  }

  private func appendHeaders(of answer: SandboxAnswer, to bytes: inout [UInt8]) {
    switch answer.content {
    case .json: bytes.append("Content-Type: application/json\r\n")
    case .html: bytes.append("Content-Type: text/html\r\n")
    case .events: bytes.append("Content-Type: text/event-stream\r\n")
    }
    if answer.requestID != 0 {
      bytes.append("X-Request-Id: req_")
      bytes.append(hex: answer.requestID)
      bytes.append("\r\n")
    }
    if let rate = answer.rate {
      Self.append("X-RateLimit-Limit: ", rate.limit, to: &bytes)
      Self.append("X-RateLimit-Remaining: ", rate.remaining, to: &bytes)
      Self.append("X-RateLimit-Reset: ", rate.resetAtUnixSeconds, to: &bytes)
    }
    if let seconds = answer.retryAfterSeconds { Self.append("Retry-After: ", seconds, to: &bytes) }
  }

  private static func append(_ name: StaticString, _ value: Int, to bytes: inout [UInt8]) {
    bytes.append(name)
    bytes.append(number: value)
    bytes.append("\r\n")
  }

  /// A chunk for each event, and the last one unless the connection is to drop.
  private static func appendChunks(_ answer: SandboxAnswer, to bytes: inout [UInt8]) {
    var rest = answer.fate == .whole ? answer.body[...] : answer.body.prefix(answer.body.count / 2)
    while !rest.isEmpty {
      let end = endOfEvent(rest)
      bytes.append(contentsOf: String(end - rest.startIndex, radix: 16).utf8)
      bytes.append("\r\n")
      bytes.append(contentsOf: rest[..<end])
      bytes.append("\r\n")
      rest = rest[end...]
    }
    if answer.fate == .whole { bytes.append("0\r\n\r\n") }
  }

  private static func endOfEvent(_ text: ArraySlice<UInt8>) -> Int {
    guard let end = text.firstIndex(of: 0x0A) else { return text.endIndex }
    return min(end + 2, text.endIndex)
  }

  private mutating func appendDate(_ wall: Int, to bytes: inout [UInt8]) {
    if wall != dateSecond {
      dateSecond = wall
      date = HTTPDate.header(wall)
    }
    bytes.append(contentsOf: date)
  }
}
