package import Basics

/// What one attempt was billed, as far as it is known.
package enum Charge: Sendable, Equatable {
  /// Nothing was sent, or the server rejected the request.
  case nothing
  /// There is an answer: its reported tokens at the model's price.
  case known(Money)
  /// The attempt may have been billed, at most this much, but no token counts were reported.
  case perhaps(Money)
  /// There is an answer, but its model has no price.
  case unpriced
  /// The attempt may have been billed, and its model has no price.
  case perhapsUnpriced
}
