/// One attempt at a job, ready to be sent.
package struct Request: Sendable {
  package let attempt: AttemptID
  /// Sent byte for byte.
  package let body: [UInt8]
  /// Visible ASCII; the same for every attempt of a job. `nil`: the header is not sent.
  package let idempotencyKey: String?
  /// Passes a closed ``Gate``: the one attempt that asks whether the balance is back.
  package let isProbe: Bool

  package init(
    attempt: AttemptID, body: [UInt8], idempotencyKey: String? = nil, isProbe: Bool = false
  ) {
    self.attempt = attempt
    self.body = body
    self.idempotencyKey = idempotencyKey
    self.isProbe = isProbe
  }
}
