package import Basics

/// The end of one attempt: a whole response of any status, or the reason why there is none.
package struct Reply: Sendable {
  package let attempt: AttemptID
  package private(set) var result: Result<Response, TransportError>
  /// When the request's first byte was about to leave; `nil`: nothing was sent.
  package let leftAt: MonotonicInstant?
  package let endedAt: MonotonicInstant
  /// The generation of the key that the request carried, see ``KeyRing``.
  package let keyGeneration: Int
  /// The transport holds the ``Gate`` because of this reply. The run releases this hold once it has
  /// judged the reply.
  package let holdsGate: Bool

  package init(
    attempt: AttemptID, result: Result<Response, TransportError>, leftAt: MonotonicInstant?,
    endedAt: MonotonicInstant,
    keyGeneration: Int = 0, holdsGate: Bool = false
  ) {
    self.attempt = attempt
    self.result = result
    self.leftAt = leftAt
    self.endedAt = endedAt
    self.keyGeneration = keyGeneration
    self.holdsGate = holdsGate
  }

  /// The reply with another form of its response.
  func with(_ response: Response) -> Reply {
    var reply = self
    reply.result = .success(response)
    return reply
  }
}
