package import Basics

/// How one attempt ended, whatever the way.
package struct Reply: Sendable {
  package let attempt: AttemptID
  package let result: Result<Response, TransportError>
  /// When its first byte was about to leave; `nil`: none left.
  package let leftAt: MonotonicInstant?
  package let endedAt: MonotonicInstant
  /// Which key it carried, see ``KeyRing``.
  package let keyGeneration: Int
  /// The transport closed the ``Gate`` because of this reply; whoever judges it opens it again, or
  /// leaves it closed.
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
}
