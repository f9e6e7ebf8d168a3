/// The forms in which the API refuses a request because the balance is too low.
package enum EmptyBalance: CaseIterable, Sendable {
  /// A 402 with `required_credits` and `available_credits`.
  case documented
  /// A 402 without them.
  case withoutNumbers
  /// A 429, as OpenAI sends it; so are the next four.
  case insufficientQuota
  case creditBalanceExhausted
  case organizationSpendLimit
  case projectSpendLimit
  case organizationUsageLimit
  /// A 400, as Anthropic sends it.
  case creditBalanceTooLow
  /// A 200 whose body is the error object.
  case errorInOK

  var status: Int {
    switch self {
    case .documented, .withoutNumbers: 402
    case .insufficientQuota, .creditBalanceExhausted, .organizationSpendLimit, .projectSpendLimit,
      .organizationUsageLimit:
      429
    case .creditBalanceTooLow: 400
    case .errorInOK: 200
    }
  }
}
