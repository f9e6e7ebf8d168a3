import Basics
package import BatchRunner

/// The result of one request: the response, when it is due, and whether the connection breaks.
package struct SandboxAnswer: Sendable {
  package enum ContentType: Sendable {
    case json, html
    /// Server-sent events, for `"stream": true`.
    case events
  }

  /// How the connection treats the response.
  package enum Ending: Sendable, Equatable {
    /// The whole response is sent.
    case whole
    /// The connection is reset, as if no server were listening.
    case refused
    /// The connection closes before a byte of the response.
    case droppedBefore
    /// The connection closes after half of the body.
    case droppedMidway
  }

  /// The values of the `X-RateLimit-…` headers.
  package struct RateHeaders: Sendable, Equatable {
    package let limit: Int
    package let remaining: Int
    /// When more requests are allowed again, in Unix seconds.
    package let reset: Int
  }

  package var status: Int
  package var contentType = ContentType.json
  package var body: [UInt8]
  /// The positions at which the chunks of a streamed body end; `nil`: the body is sent with its
  /// length.
  package var chunkEnds: [Int]?
  package var requestID: UInt64 = 0
  /// `nil`: no such headers.
  package var rate: RateHeaders?
  package var retryAfterSeconds: Int?
  /// The time from the reading of the request until the response is due.
  package var delay = Duration.zero
  package var ending = Ending.whole
  /// Counts as a concurrent request until ``SandboxState/finish(_:isDelivered:)``.
  package var countsAsConcurrent = false
  /// Answers a chat request; only those are counted in ``SandboxStats``.
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
  /// The headers as a client reads them.
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
