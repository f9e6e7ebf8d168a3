/// The request of one attempt, ready to be sent.
package struct Request: Sendable {
  package let attempt: AttemptID
  /// The HTTP body, sent byte for byte.
  package let body: [UInt8]
  /// The value of the `Idempotency-Key` header: visible ASCII, the same for every attempt at a job.
  /// `nil`: the header is not sent.
  package let idempotencyKey: String?
  /// The attempt tests whether the balance is back, so it passes a ``Gate`` that is only held.
  package let isProbe: Bool
  /// The attempt may take at most so long, if that is less than the transport's own limit. Zero or
  /// negative: it is not sent, and ends with ``TransportError/Kind/timeout``. `nil`: the transport's
  /// limit alone counts.
  package let limit: Duration?

  package init(
    attempt: AttemptID, body: [UInt8], idempotencyKey: String? = nil, isProbe: Bool = false,
    limit: Duration? = nil
  ) {
    self.attempt = attempt
    self.body = body
    self.idempotencyKey = idempotencyKey
    self.isProbe = isProbe
    self.limit = limit
  }
}
