import Basics
package import BatchRunner

/// What becomes of one request: a response and when it is due, or how the connection ends.
package struct SandboxAnswer: Sendable {
  package enum ContentType: Sendable {
    case json, html
    /// Server-sent events, for `"stream": true`.
    case events
  }

  package enum Ending: Sendable, Equatable {
    case whole
    /// The connection breaks as if nobody had listened.
    case refused
    /// It closes without a byte of an answer.
    case droppedBefore
    /// It closes after half of the body.
    case droppedMidway
  }

  package struct RateHeaders: Sendable, Equatable {
    package let limit: Int
    package let remaining: Int
    /// Unix seconds.
    package let reset: Int
  }

  package var status: Int
  package var contentType = ContentType.json
  package var body: [UInt8]
  /// Where the chunks of a streamed body end; `nil`: it has a length.
  package var chunkEnds: [Int]?
  package var requestID: UInt64 = 0
  package var rate: RateHeaders?
  package var retryAfterSeconds: Int?
  /// From the moment the request was read.
  package var delay = Duration.zero
  package var ending = Ending.whole
  /// Counts as a concurrent request until it is finished.
  package var holdsPlace = false
  /// Belongs to a chat request, so it is counted by its status.
  var isChat = false

  init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }

  init(status: Int, _ error: ErrorBody) {
    self.init(status: status, body: error.bytes)
  }
}

extension SandboxAnswer {
  /// As a client reads them.
  package var headers: ResponseHeaders {
    var headers = ResponseHeaders()
    headers.requestID = requestIDText
    headers.retryAfter = retryAfterSeconds.map(String.init)
    if let rate {
      headers.rateLimit = String(rate.limit)
      headers.rateRemaining = String(rate.remaining)
      headers.rateReset = String(rate.reset)
    }
    return headers
  }

  private var requestIDText: String {
    var bytes: [UInt8] = []
    bytes.append(text: "req_")
    bytes.append(hex: requestID)
    return String(decoding: bytes, as: UTF8.self)
  }
}
