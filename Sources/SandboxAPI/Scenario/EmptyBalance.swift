/// How the API says that the credits do not suffice.
package enum EmptyBalance: CaseIterable, Sendable {
  /// A 402 with `required_credits` and `available_credits`.
  case documented
  /// A 402 without them.
  case withoutNumbers
  /// A 429, as OpenAI says it.
  case insufficientQuota
  case creditBalanceExhausted
  case organizationSpendLimit
  case projectSpendLimit
  case organizationUsageLimit
  /// A 400, as Anthropic says it.
  case creditBalanceTooLow
  /// A 200 whose body is the error.
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
