package import Basics

/// What a transport tells about its attempts.
package enum TransportNews: Sendable {
  /// The attempt's first byte left at this moment.
  case left(AttemptID, at: MonotonicInstant)
  case ended(Reply)
}
