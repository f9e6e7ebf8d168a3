package import Basics

/// What one attempt was billed, as far as it can be told.
package enum Charge: Sendable, Equatable {
  /// Nothing left, or the server turned it down.
  case nothing
  /// The tokens that the answer reports, at the model's price.
  case known(Money)
  /// It may have been billed, and no answer tells how much: at most so much.
  case perhaps(Money)
  /// There is an answer, and no price for its model.
  case unpriced
  /// It may have been billed, and there is no price for its model.
  case perhapsUnpriced
}
