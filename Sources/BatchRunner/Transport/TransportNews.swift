package import Basics

/// Something that a transport reports about an attempt.
package enum TransportNews: Sendable {
  /// The first byte of the attempt's request left at this time.
  case left(AttemptID, at: MonotonicInstant)
  /// The attempt is over. Comes exactly once for each attempt.
  case ended(Reply)
}
