package import Basics

/// How one attempt ended, whatever the way.
package struct Reply: Sendable {
  package let attempt: AttemptID
  package let result: Result<Response, TransportError>
  /// When its first byte was about to leave; `nil`: none left.
  package let leftAt: Moment?
  package let endedAt: Moment
  /// Which key it carried, see ``KeyRing``.
  package let keyGeneration: Int
  /// The transport closed the ``Gate`` because of this reply; whoever judges it opens it again, or
  /// leaves it closed.
  package let holdsGate: Bool

  package init(
    attempt: AttemptID, result: Result<Response, TransportError>, leftAt: Moment?, endedAt: Moment,
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
