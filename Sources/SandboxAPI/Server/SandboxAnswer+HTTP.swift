import Basics

extension SandboxAnswer {
  /// Appends the HTTP response. If the ending is `droppedMidway`, appends only the part before the
  /// connection closes. `framesChunks: false` is for HTTP/1.0 clients, which do not know chunks.
  func append(
    to bytes: inout [UInt8], date: [UInt8], keepsAlive: Bool, framesChunks: Bool
  ) {
    bytes.append(text: "HTTP/1.1 ")
    bytes.append(decimal: status)
    bytes.append(text: Self.reason(status))
    bytes.append(contentsOf: date)
    bytes.append(text: contentType.line)
    bytes.append(text: "X-Request-Id: req_")
    bytes.append(hex: requestID)
    bytes.append(text: "\r\n")
    if let rate { Self.append(rate, to: &bytes) }
    if let retryAfterSeconds {
      Self.append("Retry-After: ", retryAfterSeconds, to: &bytes)
    }
    if !keepsAlive { bytes.append(text: "Connection: close\r\n") }
    guard let chunkEnds, framesChunks else {
      Self.append("Content-Length: ", body.count, to: &bytes)
      bytes.append(text: "\r\n")
      bytes.append(
        contentsOf: ending == .droppedMidway ? body.prefix(body.count / 2) : body[...])
      return
    }
    bytes.append(text: "Transfer-Encoding: chunked\r\n\r\n")
    let isCut = ending == .droppedMidway
    append(isCut ? chunkEnds.prefix(chunkEnds.count / 2) : chunkEnds[...], to: &bytes)
    if !isCut { bytes.append(text: "0\r\n\r\n") }
  }

  /// Appends the body as chunks that end at these positions.
  private func append(_ ends: ArraySlice<Int>, to bytes: inout [UInt8]) {
    var start = 0
    for end in ends where end > start {
      bytes.append(contentsOf: String(end - start, radix: 16).utf8)
      bytes.append(text: "\r\n")
      bytes.append(contentsOf: body[start..<end])
      bytes.append(text: "\r\n")
      start = end
    }
  }

  private static func append(_ rate: RateHeaders, to bytes: inout [UInt8]) {
    append("X-RateLimit-Limit: ", rate.limit, to: &bytes)
    append("X-RateLimit-Remaining: ", rate.remaining, to: &bytes)
    append("X-RateLimit-Reset: ", rate.reset, to: &bytes)
  }

  private static func append(_ name: StaticString, _ value: Int, to bytes: inout [UInt8]) {
    bytes.append(text: name)
    bytes.append(decimal: value)
    bytes.append(text: "\r\n")
  }

  private static func reason(_ status: Int) -> StaticString {
    switch status {
    case 200: " OK\r\n"
    case 400: " Bad Request\r\n"
    case 401: " Unauthorized\r\n"
    case 402: " Payment Required\r\n"
    case 404: " Not Found\r\n"
    case 405: " Method Not Allowed\r\n"
    case 413: " Content Too Large\r\n"
    case 415: " Unsupported Media Type\r\n"
    case 429: " Too Many Requests\r\n"
    case 431: " Request Header Fields Too Large\r\n"
    case 500: " Internal Server Error\r\n"
    case 502: " Bad Gateway\r\n"
    case 503: " Service Unavailable\r\n"
    default: " \r\n"
    }
  }
}

extension SandboxAnswer.ContentType {
  fileprivate var line: StaticString {
    switch self {
    case .json: "Content-Type: application/json\r\n"
    case .html: "Content-Type: text/html\r\n"
    case .events: "Content-Type: text/event-stream; charset=utf-8\r\n"
    }
  }
}
