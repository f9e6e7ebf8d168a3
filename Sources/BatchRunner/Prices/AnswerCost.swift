package import Basics

/// What an answer cost, and how that is known.
package enum AnswerCost: Sendable, Equatable {
  /// The answer says so. `listed`: what the price list gives for its tokens; `nil`: nothing.
  case reported(Money, listed: Money?)
  /// Its tokens at the model's price.
  case listed(Money)
  /// The model has no price.
  case unpriced
  /// The model has a price, but the tokens are not known.
  case unknown

  /// `nil`: it is not known.
  package var money: Money? {
    switch self {
    case .reported(let money, _), .listed(let money): money
    case .unpriced, .unknown: nil
    }
  }
}

extension Pricing {
  /// What an answer to a request for this model cost: what the answer says, else its tokens at the
  /// model's price. `pictures`: in the request.
  package mutating func cost(of usage: TokenUsage, model: String, pictures: Int = 0) -> AnswerCost {
    let price = price(of: model)
    let listed = price.flatMap { price in
      usage.billed.map { Money(dollars: price.cost(of: $0, pictures: pictures)) }
    }
    if let reported = usage.cost { return .reported(reported, listed: listed) }
    if let listed { return .listed(listed) }
    return price == nil ? .unpriced : .unknown
  }

  /// The answer was served in another tier than the standard one, and is counted at the standard
  /// price because the list has no price for its tier.
  package mutating func lacksTierPrice(_ usage: TokenUsage, model: String) -> Bool {
    guard let tier = usage.tier, usage.cost == nil, usage.billed != nil,
      let price = price(of: model)
    else { return false }
    return !price.hasPrice(of: tier)
  }
}
