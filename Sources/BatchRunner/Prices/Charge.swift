package import Basics

/// What one attempt was billed, as far as it is known.
package enum Charge: Sendable, Equatable {
  /// Nothing was sent, or the server rejected the request.
  case nothing
  /// There is an answer: what it says it cost, else its tokens at the model's price.
  case known(Money)
  /// The answer says what it cost, and the price list gives an amount that differs from it by more
  /// than a tenth.
  case differing(Money, listed: Money)
  /// There is an answer that does not tell its tokens, or tells numbers that cannot be right. It cost
  /// at most this much.
  case unknown(Money)
  /// The attempt may have been billed, at most this much, but no token counts were reported.
  case perhaps(Money)
  /// There is an answer, but its model has no price.
  case unpriced
  /// The attempt may have been billed, and its model has no price.
  case perhapsUnpriced

  /// The cost of the answer; `nil`: there is none, or it is not known.
  package var cost: Money? {
    switch self {
    case .known(let money), .differing(let money, _): money
    default: nil
    }
  }

  /// An answer that says what it cost.
  static func reported(_ reported: Money, listed: Money?) -> Charge {
    guard let listed else { return .known(reported) }
    let (low, high) = (min(reported, listed), max(reported, listed))
    // A difference of more than a tenth of what the list gives.
    return (high - low).dollars > listed.dollars / 10
      ? .differing(reported, listed: listed) : .known(reported)
  }
}
