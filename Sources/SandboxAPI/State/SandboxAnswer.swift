/// What to send back, and when.
package struct SandboxAnswer: Sendable, Equatable {
  package enum Fate: Sendable {
    case whole
    /// The connection ends before the first byte.
    case dropBefore
    /// The connection ends halfway through the body.
    case dropMiddle
  }

  package enum Content: Sendable {
    case json, html
    /// Server-sent events, each to be a chunk of its own.
    case events
  }

  package struct RateHeaders: Sendable, Equatable {
    package var limit: Int
    package var remaining: Int
    /// When the oldest start leaves the window, in Unix seconds.
    package var resetAtUnixSeconds: Int

    package init(limit: Int, remaining: Int, resetAtUnixSeconds: Int) {
      self.limit = limit
      self.remaining = remaining
      self.resetAtUnixSeconds = resetAtUnixSeconds
    }
  }

  package var status: Int
  package var body: [UInt8]
  package var content = Content.json
  package var rate: RateHeaders?
  package var retryAfterSeconds: Int?
  package var requestID: UInt64 = 0
  /// From the request's last byte to the answer's first.
  package var delay = Duration.zero
  package var fate = Fate.whole
  /// It counts as under way until ``SandboxState/finish()`` is called, once.
  package var holdsPlace = false

  init(_ status: Int, _ body: [UInt8]) {
    self.status = status
    self.body = body
  }
}
